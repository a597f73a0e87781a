package io.curfew.numbers;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a holder asks to be set, as text; {@link NumberSettings} judges it. A setting that is not named stays; an empty
 * text clears a URL or an id.
 *
 * @param values the wanted text by setting
 */
public record SettingsChange(Map<Setting, String> values) {
    /** Changes nothing. */
    public static final SettingsChange NONE = new SettingsChange(Map.of());

    public SettingsChange {
        values = Map.copyOf(values);
    }

    /** This change and one setting more. */
    public SettingsChange with(Setting setting, String value) {
        Map<Setting, String> more = new EnumMap<>(Setting.class);
        more.putAll(values);
        more.put(setting, value);
        return new SettingsChange(more);
    }

    /** The wanted text; null when the setting stays. */
    @Nullable
    String get(Setting setting) {
        return values.get(setting);
    }

    /** Whether the setting is asked to hold something, rather than to be cleared or to stay. */
    boolean fills(Setting setting) {
        return !values.getOrDefault(setting, "").isEmpty();
    }
}
