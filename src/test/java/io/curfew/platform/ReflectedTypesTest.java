package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** Every type that is looked into by reflection is registered for the native image. */
class ReflectedTypesTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.curfew");

    /** Writes and reads each of its elements by itself. */
    private static final String WITHOUT_JACKSON = "io.curfew.dialects.msads.wire";

    @Test
    void listHoldsAllThatStandsInTheWirePackages() {
        // Given
        Set<String> wire = CODE.stream()
                .filter(type -> type.getPackageName().endsWith(".wire"))
                .filter(type -> !type.getPackageName().equals(WITHOUT_JACKSON))
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(Reflected.listed()).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(wire);
    }

    @Test
    void membersAreOfTypesThatAreListedToo() {
        // Given
        Set<Class<?>> known = Reflected.all();
        Set<String> missing = new TreeSet<>();
        // When
        for (Class<?> type : known) {
            members(type)
                    .flatMap(member -> classes(member).stream())
                    .filter(member -> member.getName().startsWith("io.curfew."))
                    .filter(member -> !known.contains(member))
                    .forEach(member -> missing.add(type.getSimpleName() + " -> " + member.getName()));
        }
        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void nothingElseIsMarkedForJackson() {
        // Given
        Set<String> known = Reflected.all().stream().map(Class::getName).collect(Collectors.toSet());
        // When
        List<String> marked = CODE.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .anyMatch(target -> target.isAnnotation() && target.isAnnotatedWith(JacksonAnnotation.class)))
                .map(JavaClass::getName)
                .filter(name -> !known.contains(name))
                .toList();
        // Then
        assertThat(marked).isEmpty();
    }

    /** Jackson makes these by reflection, and Quarkus registers them where it knows the annotation. */
    @Test
    void annotationsNameNoClassesButKnownOnes() {
        Set<Class<?>> named = Reflected.all().stream()
                .map(type -> (AnnotatedElement) type)
                .map(type -> type.getAnnotation(JsonNaming.class))
                .filter(naming -> naming != null)
                .map(JsonNaming::value)
                .collect(Collectors.toSet());
        assertThat(named).containsExactly(SnakeCaseStrategy.class);
        assertThat(CODE.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getName())
                        .filter(name -> name.startsWith("com.fasterxml.jackson.databind.annotation.")))
                .containsOnly(JsonNaming.class.getName());
    }

    @Test
    void resourcesTakeAndReturnNothingThatIsNotListed() throws ClassNotFoundException {
        // Given
        Set<Class<?>> known = Reflected.all();
        Set<String> foreign = new TreeSet<>();
        List<Class<?>> resources = new ArrayList<>();
        for (JavaClass type : CODE) {
            if (type.isAnnotatedWith(Path.class)) {
                resources.add(load(type));
            }
        }
        // When
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                if (!Modifier.isPublic(method.getModifiers()) || method.isSynthetic()) {
                    continue;
                }
                List<Type> bodies = new ArrayList<>(List.of(method.getGenericReturnType()));
                for (int i = 0; i < method.getParameterCount(); i++) {
                    if (method.getParameterAnnotations()[i].length == 0) {
                        bodies.add(method.getGenericParameterTypes()[i]);
                    }
                }
                bodies.stream()
                        .flatMap(body -> classes(body).stream())
                        .filter(body -> body != Response.class && body != Uni.class && !isOfThePlatform(body))
                        .filter(body -> !known.contains(body))
                        .forEach(body -> foreign.add(method + ": " + body.getName()));
            }
        }
        // Then
        assertThat(resources).hasSizeGreaterThan(20);
        assertThat(foreign).isEmpty();
    }

    /** The configuration makes them by their names. */
    @Test
    void convertersOfSettingsAreRegistered() {
        List<String> unregistered = CODE.stream()
                .filter(type -> type.isAssignableTo(Converter.class)
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> !type.isAnnotatedWith(RegisterForReflection.class))
                .map(JavaClass::getName)
                .toList();
        assertThat(unregistered).isEmpty();
    }

    @Test
    void watchRefusesWhatIsNotListed() {
        // Given
        ObjectMapper mapper = new ObjectMapper().registerModule(JacksonWatch.module());
        // Then
        assertThatThrownBy(() -> mapper.writeValueAsString(new Stranger("x")))
                .hasStackTraceContaining("Stranger has to be in ReflectedTypes");
        assertThatThrownBy(() -> mapper.readValue("{\"name\":\"x\"}", Stranger.class))
                .hasStackTraceContaining("Stranger has to be in ReflectedTypes");
    }

    private static Class<?> load(JavaClass type) throws ClassNotFoundException {
        return Class.forName(type.getName(), false, ReflectedTypesTest.class.getClassLoader());
    }

    private static boolean isOfThePlatform(Class<?> type) {
        return type.isPrimitive() || type.isArray() || type.getName().startsWith("java.");
    }

    private static Stream<Type> members(Class<?> type) {
        Stream<Type> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> field.getGenericType());
        Stream<Type> components = type.isRecord()
                ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getGenericType)
                : Stream.of();
        Stream<Type> getters = Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() == type && method.getParameterCount() == 0)
                .filter(method ->
                        method.getName().startsWith("get") || method.getName().startsWith("is"))
                .map(Method::getGenericReturnType);
        return Stream.of(fields, components, getters).flatMap(types -> types);
    }

    /** The classes that a type is made of, those between its brackets included. */
    private static List<Class<?>> classes(Type type) {
        if (type instanceof Class<?> plain) {
            return List.of(
                    plain.isArray() && !plain.getComponentType().isPrimitive() ? plain.getComponentType() : plain);
        }
        Stream<Type> parts = Stream.of();
        if (type instanceof ParameterizedType generic) {
            parts = Stream.concat(Stream.of(generic.getRawType()), Arrays.stream(generic.getActualTypeArguments()));
        } else if (type instanceof WildcardType wildcard) {
            parts = Arrays.stream(wildcard.getUpperBounds());
        }
        return parts.flatMap(part -> classes(part).stream()).collect(Collectors.toList());
    }

    private record Stranger(String name) {}
}
