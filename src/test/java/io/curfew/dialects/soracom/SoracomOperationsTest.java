package io.curfew.dialects.soracom;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** Stored permissions say them, so no other operation ever takes one of them. */
    @Test
    void formerNamesStillMeanTheOperation() {
        // When
        Map<String, List<String>> former = new TreeMap<>();
        Set<String> names = new HashSet<>();
        for (JavaMethod method : resourceMethods()) {
            SoracomOperation operation = method.getAnnotationOfType(SoracomOperation.class);
            names.add(operation.value());
            if (operation.formerly().length > 0) {
                former.put(operation.value(), List.of(operation.formerly()));
            }
        }
        // Then
        assertThat(former)
                .isEqualTo(Map.of(
                        "Group:putTags", List.of("Group:putGroupTags"),
                        "Group:deleteTag", List.of("Group:deleteGroupTag"),
                        "Group:listSubscribers", List.of("Group:listSubscribersInGroup")));
        assertThat(former.values().stream().flatMap(List::stream)).doesNotContainAnyElementsOf(names);
    }
}
