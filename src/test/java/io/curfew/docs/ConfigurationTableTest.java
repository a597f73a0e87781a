package io.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table of settings says what the configuration mappings say: every key, every default, no other. */
class ConfigurationTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(curfew\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|");

    @Test
    void tableHasEveryKeyAndDefault() throws IOException {
        // Given
        Map<String, String> mapped = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.curfew").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(type -> collect(type.reflect(), mapped));
        // When
        Map<String, String> written = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
        while (rows.find()) {
            written.put(rows.group(1), rows.group(2) == null ? "" : rows.group(2));
        }
        // Then
        assertThat(written).isEqualTo(mapped);
    }

    private static void collect(Class<?> mapping, Map<String, String> into) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        for (Method member : mapping.getDeclaredMethods()) {
            String key = member.isAnnotationPresent(WithParentName.class)
                    ? prefix
                    : prefix + "."
                            + member.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            WithDefault fallback = member.getAnnotation(WithDefault.class);
            into.put(key, fallback == null ? "" : fallback.value());
        }
    }
}
