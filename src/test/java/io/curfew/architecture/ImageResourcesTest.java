package io.curfew.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A native image has the resources that {@code quarkus.native.resources.includes} names, and those that Quarkus's
 * extensions know of; what else is asked for by name is not there.
 */
class ImageResourcesTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.curfew");

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path SERVICES = RESOURCES.resolve("META-INF/services");

    /** Ways to something by its name. */
    private static final Set<String> BY_NAME = Set.of(
            "java.lang.Class.getResource",
            "java.lang.Class.getResourceAsStream",
            "java.lang.Class.forName",
            "java.lang.ClassLoader.getResource",
            "java.lang.ClassLoader.getResources",
            "java.lang.ClassLoader.getResourceAsStream",
            "java.lang.ClassLoader.getSystemResource",
            "java.lang.ClassLoader.getSystemResourceAsStream",
            "java.lang.ClassLoader.loadClass",
            "java.lang.Module.getResourceAsStream",
            "java.lang.reflect.Proxy.newProxyInstance",
            "java.util.ResourceBundle.getBundle",
            "java.util.ServiceLoader.load");

    /** Who takes one of these ways, and to what. */
    private static final Map<String, List<String>> READ = Map.of(
            "io.curfew.api.OpenApiRoute", List.of("api/openapi.yaml"),
            "io.curfew.numbers.InventorySeedService", List.of("numbers/inventory.csv"),
            "io.curfew.platform.start.KnownMigrations", List.of("db/migrations.txt"),
            "io.curfew.sims.CatalogFile", List.of("sims/subscriptions.csv", "sims/transitions.csv"));

    /** Who takes one of these ways on the virtual machine alone: {@code ImageMode} is asked first. */
    private static final Set<String> NEVER_IN_AN_IMAGE =
            Set.of("io.curfew.platform.start.EarlyClasses", "io.curfew.platform.start.PostgresBinaries");

    /** Resources that are no business of ours in an image. */
    private static final List<String> KNOWN_TO_QUARKUS = List.of("application.properties", "db/migration/");

    @Test
    void whoeverAsksForSomethingByNameIsKnown() {
        // When
        Set<String> asking = CODE.stream()
                .filter(type -> type.getCodeUnits().stream()
                        .flatMap(unit -> unit.getCallsFromSelf().stream())
                        .anyMatch(ImageResourcesTest::isByName))
                .map(type -> type.getName())
                .collect(Collectors.toSet());
        // Then
        Set<String> known = new TreeSet<>(READ.keySet());
        known.addAll(NEVER_IN_AN_IMAGE);
        assertThat(asking).containsExactlyInAnyOrderElementsOf(known);
        assertThat(NEVER_IN_AN_IMAGE)
                .allSatisfy(name -> assertThat(CODE.get(name).getDirectDependenciesFromSelf())
                        .anySatisfy(dependency -> assertThat(
                                        dependency.getTargetClass().getName())
                                .isEqualTo("io.quarkus.runtime.ImageMode")));
    }

    private static boolean isByName(JavaCall<?> call) {
        return BY_NAME.contains(call.getTargetOwner().getName() + "." + call.getName());
    }

    @Test
    void whatIsReadIsInTheImage() throws IOException {
        for (String resource : READ.values().stream().flatMap(List::stream).toList()) {
            assertThat(getClass().getClassLoader().getResource(resource))
                    .as(resource)
                    .isNotNull();
            assertThat(isIncluded(resource)).as(resource).isTrue();
        }
    }

    @Test
    void everyResourceOfOursIsInTheImageOrReadOnTheVirtualMachineAlone() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            List<String> left = files.filter(Files::isRegularFile)
                    .map(file -> RESOURCES.relativize(file).toString())
                    .filter(name -> KNOWN_TO_QUARKUS.stream().noneMatch(name::startsWith))
                    .filter(name -> !isIncluded(name))
                    .toList();
            assertThat(left).containsExactly("start/classes.txt");
        }
    }

    /** Extensions register the services that they know of; ours are not among them. */
    @Test
    void servicesOfOursAreInTheImageWithTheirProviders() throws IOException, ClassNotFoundException {
        List<Path> services;
        try (Stream<Path> files = Files.list(SERVICES)) {
            services = files.toList();
        }
        assertThat(services).isNotEmpty();
        for (Path service : services) {
            assertThat(isIncluded(RESOURCES.relativize(service).toString()))
                    .as(service.toString())
                    .isTrue();
            for (String provider : Files.readAllLines(service)) {
                assertThat(Class.forName(provider).isAnnotationPresent(RegisterForReflection.class))
                        .as(provider)
                        .isTrue();
            }
        }
    }

    @Test
    void everyCountryOfThePhoneNumbersIsInTheImage() {
        // Given
        String data = "com/google/i18n/phonenumbers/data/PhoneNumberMetadataProto_";
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        Set<String> files = new TreeSet<>();
        numbers.getSupportedRegions().forEach(region -> files.add(data + region));
        numbers.getSupportedGlobalNetworkCallingCodes().forEach(code -> files.add(data + code));
        // Then
        assertThat(files).hasSizeGreaterThan(240).allSatisfy(file -> {
            assertThat(isIncluded(file)).isTrue();
            assertThat(getClass().getClassLoader().getResource(file)).isNotNull();
        });
    }

    @Test
    void whatItIncludesIsThere() throws IOException {
        assertThat(includes()).contains("com/google/i18n/phonenumbers/data/PhoneNumberMetadataProto_*");
        for (String glob : includes()) {
            if (!glob.contains("*")) {
                assertThat(getClass().getClassLoader().getResource(glob))
                        .as(glob)
                        .isNotNull();
            }
        }
    }

    private static boolean isIncluded(String resource) {
        return includes().stream()
                .anyMatch(glob ->
                        FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(resource)));
    }

    private static List<String> includes() {
        return Arrays.asList(setting("quarkus.native.resources.includes").split(","));
    }

    private static String setting(String key) {
        Properties settings = new Properties();
        try (InputStream file = Files.newInputStream(RESOURCES.resolve("application.properties"))) {
            settings.load(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return settings.getProperty(key);
    }
}
