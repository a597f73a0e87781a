package io.curfew.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.curfew.kernel.Randomness;
import io.curfew.platform.CurfewMain;
import io.curfew.platform.start.ServiceStart;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.Provider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What static fields hold when a native image is built, all of its processes begin with: on other machines, later, and
 * all with the same. So none holds what is random, or known of the time or of the machine.
 */
class ImageStaticsTest {
    private static final JavaClasses CODE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.curfew");

    /** Objects that are of one process alone. */
    private static final List<Class<?>> OF_ONE_PROCESS = List.of(
            Random.class,
            RandomGenerator.class,
            InstantSource.class,
            Thread.class,
            ExecutorService.class,
            InetAddress.class,
            ProcessHandle.class);

    /** Methods that tell what is known only when the process runs; of a class whose name stands alone, all. */
    private static final Set<String> OF_ITS_RUN = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.System.lineSeparator",
            "java.lang.Boolean.getBoolean",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.Math.random",
            "java.lang.Thread.currentThread",
            "java.lang.Runtime.getRuntime",
            "java.lang.ProcessHandle",
            "java.lang.management.ManagementFactory",
            "java.net.InetAddress",
            "java.net.NetworkInterface",
            "java.nio.charset.Charset.defaultCharset",
            "java.nio.file.Path.toAbsolutePath",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.YearMonth.now",
            "java.time.ZonedDateTime.now",
            "java.time.ZoneId.systemDefault",
            "java.util.Locale.getDefault",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.TimeZone.getDefault",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom",
            "org.eclipse.microprofile.config.ConfigProvider");

    private static final Pattern LATER = Pattern.compile("--initialize-at-run-time=([^\\s\\\\]+)");

    private static final Set<String> INITIALISED_LATER = initialisedLater();

    @Test
    void nothingThatStaticFieldsLeadToIsOfOneProcess() throws ReflectiveOperationException {
        // Given
        Set<String> found = new TreeSet<>();
        // When
        for (JavaClass type : CODE) {
            Class<?> loaded = Class.forName(type.getName(), true, getClass().getClassLoader());
            for (Field field : loaded.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    ofOneProcess(field.get(null))
                            .ifPresent(what -> found.add(type.getName() + "." + field.getName() + ": " + what));
                }
            }
        }
        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void nothingIsFoundOutWhenAClassIsInitialised() {
        assertThat(CODE.stream()
                        .flatMap(type -> type.getStaticInitializer().stream())
                        .flatMap(initializer -> wayToTheRun(initializer).stream()))
                .isEmpty();
    }

    /**
     * What Jakarta REST calls a provider is made when the image is built, with all that is injected into it but beans of a
     * scope. Filters by Quarkus's annotations are made when the first call comes.
     */
    @Test
    void nothingIsFoundOutWhenAProviderIsMade() {
        // Given
        Deque<JavaClass> left = new ArrayDeque<>();
        Set<JavaClass> early = new LinkedHashSet<>();
        CODE.stream().filter(type -> type.isAnnotatedWith(Provider.class)).forEach(left::add);
        // When
        while (!left.isEmpty()) {
            JavaClass type = left.pop();
            if (early.add(type)) {
                type.getConstructors().stream()
                        .flatMap(constructor -> constructor.getRawParameterTypes().stream())
                        .filter(part ->
                                part.isAnnotatedWith(Singleton.class) || part.isAnnotatedWith(ConfigMapping.class))
                        .forEach(left::add);
            }
        }
        // Then
        assertThat(early).isNotEmpty().noneMatch(type -> type.isAnnotatedWith(ConfigMapping.class));
        assertThat(early.stream()
                        .flatMap(type -> type.getConstructors().stream())
                        .flatMap(constructor -> wayToTheRun(constructor).stream()))
                .isEmpty();
    }

    /** Whoever draws at random does so by {@link Randomness} or {@link UUID}, which hold nothing. */
    @Test
    void generatorsAreMadeInOnePlace() {
        Set<String> generators =
                Set.of(SecureRandom.class.getName(), Random.class.getName(), ThreadLocalRandom.class.getName());
        assertThat(CODE.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> generators.contains(
                                        dependency.getTargetClass().getName())))
                        .map(JavaClass::getName))
                .containsExactly(Randomness.class.getName());
    }

    /**
     * Libraries may read a property once, into a static field. One that is set when the service starts has to be looked
     * at: if it is read so, it is given to the builder of the image too.
     */
    @Test
    void propertiesThatTheServiceSetsReachTheirReaders() throws IOException {
        assertThat(CODE.stream()
                        .filter(type -> type.getCodeUnits().stream()
                                .flatMap(unit -> unit.getCallsFromSelf().stream())
                                .anyMatch(call -> call.getName().equals("setProperty")
                                        && call.getTargetOwner().isEquivalentTo(System.class)))
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrder(CurfewMain.class.getName(), ServiceStart.class.getName());
        // CurfewMain sets this one, which VertxHttpRecorder reads, and one that Netty reads with its first connection;
        // those of ServiceStart are settings, which the application reads when it starts.
        assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
                .contains("quarkus.native.additional-build-args=-J-Dvertx.disableURIValidation=true\n");
    }

    @Test
    void findsWhatItLooksFor() {
        // Given
        JavaClass wrong = new ClassFileImporter()
                .importClasses(Wrong.class, Wrong.Holder.class)
                .get(Wrong.class);
        // Then
        assertThat(ofOneProcess(Wrong.HIDDEN))
                .hasValueSatisfying(what -> assertThat(what).isEqualTo(SecureRandom.class.getName()));
        assertThat(ofOneProcess(Clock.systemUTC())).isPresent();
        assertThat(INITIALISED_LATER).contains(GlobalEventExecutor.class.getName());
        assertThat(ofOneProcess(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE)))
                .isPresent();
        assertThat(wayToTheRun(wrong.getStaticInitializer().orElseThrow()))
                .hasValueSatisfying(way -> assertThat(way)
                        .contains("<clinit>() -> ", "Holder.<init>() -> ", "java.security.SecureRandom"));
    }

    /** The name of the first such object that can be reached, by the fields of all but the platform's own classes. */
    private static Optional<String> ofOneProcess(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>();
        push(left, root);
        while (!left.isEmpty()) {
            Object one = left.pop();
            if (!seen.add(one)) {
                continue;
            }
            if (OF_ONE_PROCESS.stream().anyMatch(type -> type.isInstance(one)) || isInitialisedLater(one.getClass())) {
                return Optional.of(one.getClass().getName());
            }
            fields(one, left);
            if (one instanceof Object[] array) {
                for (int i = 0; i < array.length; i++) {
                    push(left, Array.get(array, i));
                }
            } else if (one instanceof Map<?, ?> map) {
                map.forEach((key, value) -> {
                    push(left, key);
                    push(left, value);
                });
            } else if (one instanceof Collection<?> several) {
                several.forEach(each -> push(left, each));
            } else if (one instanceof Optional<?> optional) {
                optional.ifPresent(value -> push(left, value));
            } else if (one instanceof AtomicReference<?> reference) {
                push(left, reference.get());
            }
        }
        return Optional.empty();
    }

    private static void fields(Object one, Deque<Object> left) {
        for (Class<?> type = one.getClass(); type != null && isLookedInto(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    try {
                        field.setAccessible(true);
                        push(left, field.get(one));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        }
    }

    /** Loggers lead to all of logging, which Quarkus sets up anew in a native process. */
    private static boolean isLookedInto(Class<?> type) {
        return type.getModule() != Object.class.getModule()
                && !type.getModule().isNamed()
                && !type.getName().startsWith("org.jboss.log");
    }

    /** Whether its library has it initialised by the process, so that an image cannot hold an object of it. */
    private static boolean isInitialisedLater(Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            if (INITIALISED_LATER.contains(one.getName()) || INITIALISED_LATER.contains(one.getPackageName())) {
                return true;
            }
        }
        return false;
    }

    /** What the libraries' {@code native-image.properties} say. */
    private static Set<String> initialisedLater() {
        Set<String> names = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.endsWith(".jar")) {
                continue;
            }
            try (ZipFile jar = new ZipFile(entry)) {
                for (ZipEntry file : Collections.list(jar.entries())) {
                    if (file.getName().matches("META-INF/native-image/.*native-image\\.properties")) {
                        String text = new String(jar.getInputStream(file).readAllBytes(), StandardCharsets.UTF_8);
                        LATER.matcher(text)
                                .results()
                                .forEach(match -> names.addAll(
                                        Arrays.asList(match.group(1).split(",", -1))));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static void push(Deque<Object> left, Object one) {
        if (one != null) {
            left.push(one);
        }
    }

    /** The calls that lead from a class's initialisation to what is known only of a run. */
    private static Optional<String> wayToTheRun(JavaCodeUnit from) {
        return wayToTheRun(from, new HashSet<>());
    }

    private static Optional<String> wayToTheRun(JavaCodeUnit from, Set<JavaCodeUnit> seen) {
        if (!seen.add(from)) {
            return Optional.empty();
        }
        for (JavaCall<?> call : from.getCallsFromSelf()) {
            if (call.isDeclaredInLambda()) {
                continue;
            }
            String owner = call.getTargetOwner().getName();
            String method = owner + "." + call.getName();
            Optional<String> found = OF_ITS_RUN.contains(owner) || OF_ITS_RUN.contains(method)
                    ? Optional.of(method)
                    : called(call).flatMap(next -> wayToTheRun(next, seen));
            if (found.isPresent()) {
                return Optional.of(from.getFullName() + " -> " + found.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<? extends JavaCodeUnit> called(JavaCall<?> call) {
        return call.getTargetOwner().getName().startsWith("io.curfew.")
                ? call.getTarget().resolveMember().map(JavaCodeUnit.class::cast)
                : Optional.empty();
    }

    /** A class as it must not be. */
    private static final class Wrong {
        static final Map<String, Object> HIDDEN = Map.of("holder", List.of(new Holder()));

        private static final class Holder {
            final SecureRandom random = new SecureRandom();
        }
    }
}
