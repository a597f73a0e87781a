package io.curfew.platform;

import io.curfew.security.Doors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which methods a resource takes, for {@code Allow} (RFC 9110, 10.2.1). The router knows only what the class that
 * serves the resource takes, and names nothing where it refuses a method.
 */
@ApplicationScoped
class OfferedMethods {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*([^{}]+?)\\s*)?}");
    private static final String ANYTHING_OF_A_SEGMENT = "[^/]+?";

    private final Doors doors;
    private final List<Offer> offers;

    OfferedMethods(Doors doors, BeanManager beans) {
        this.doors = doors;
        this.offers = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .map(Annotation::annotationType)
                        .filter(verb -> verb.isAnnotationPresent(HttpMethod.class))
                        .map(verb ->
                                Offer.of(verb.getAnnotation(HttpMethod.class).value(), method)))
                .sorted(Comparator.comparingInt(Offer::vagueness))
                .toList();
    }

    /**
     * A method on an address.
     *
     * @param path what addresses of it look like
     * @param vagueness how much of the address is left open: the router takes the template that leaves least
     */
    private record Offer(String verb, Pattern path, int vagueness) {
        static Offer of(String verb, Method method) {
            Path own = method.getAnnotation(Path.class);
            String template =
                    method.getDeclaringClass().getAnnotation(Path.class).value()
                            + (own == null ? "" : (own.value().startsWith("/") ? "" : "/") + own.value());
            StringBuilder path = new StringBuilder();
            Matcher parameters = PARAMETER.matcher(template);
            int vagueness = 0;
            int end = 0;
            while (parameters.find()) {
                path.append(Pattern.quote(template.substring(end, parameters.start())));
                String form = parameters.group(1);
                path.append("(?:")
                        .append(form == null ? ANYTHING_OF_A_SEGMENT : form)
                        .append(')');
                vagueness += form == null ? 3 : 2;
                end = parameters.end();
            }
            path.append(Pattern.quote(template.substring(end)));
            return new Offer(verb, Pattern.compile(path.toString()), vagueness);
        }
    }

    /**
     * The methods that the resource at {@code path} takes; empty where there is no resource.
     *
     * @param path as the router sees it
     */
    Set<String> of(String path) {
        Set<String> methods = routed(path);
        if (methods.isEmpty()) {
            return methods;
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        methods.add(HttpMethod.OPTIONS);
        return doors.owning(path).map(door -> door.taken(path, methods)).orElse(methods);
    }

    /** Whether the resource at {@code path} answers {@code OPTIONS} itself. */
    boolean answersOptions(String path) {
        return routed(path).contains(HttpMethod.OPTIONS);
    }

    private Set<String> routed(String path) {
        Set<String> methods = new TreeSet<>();
        int vagueness = Integer.MAX_VALUE;
        for (Offer offer : offers) {
            if (offer.vagueness <= vagueness && offer.path.matcher(path).matches()) {
                vagueness = offer.vagueness;
                methods.add(offer.verb);
            }
        }
        return methods;
    }
}
