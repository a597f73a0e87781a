package io.curfew.dialects.soracom;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every method of the door's resources says what permissions call it. */
class SoracomOperationsTest {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z]*:[a-z][A-Za-z]*");

    private static List<JavaMethod> resourceMethods() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.curfew.dialects.soracom").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                        .toList();
    }

    @Test
    void operationsAreTagAndName() {
        assertThat(resourceMethods())
                .allSatisfy(method -> assertThat(method.getAnnotationOfType(SoracomOperation.class)
                                .value())
                        .matches(NAME));
    }
}
