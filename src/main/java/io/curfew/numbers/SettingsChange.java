package io.curfew.numbers;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a holder wants to change, as text; {@link NumberSettings} checks them. A setting that is not named
 * stays as it is. An empty text clears a URL or an id.
 *
 * @param values the wanted text by setting
 */
public record SettingsChange(Map<Setting, String> values) {
    /** Changes nothing. */
    public static final SettingsChange NONE = new SettingsChange(Map.of());

    public SettingsChange {
        values = Map.copyOf(values);
    }

    /** This change with one more setting. */
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

    /** Whether this change gives the setting a value, rather than clearing it or leaving it as it is. */
    boolean fills(Setting setting) {
        return !values.getOrDefault(setting, "").isEmpty();
    }
}
