package io.curfew.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The types whose members a native image knows. */
final class Reflected {
    private Reflected() {}

    /** Those of {@link ReflectedTypes}, without the types within them. */
    static Set<Class<?>> listed() {
        RegisterForReflection list = ReflectedTypes.class.getAnnotation(RegisterForReflection.class);
        return new LinkedHashSet<>(List.of(list.targets()));
    }

    /** All of {@link #listed} and the types within them, which are registered along. */
    static Set<Class<?>> all() {
        Set<Class<?>> all = new LinkedHashSet<>();
        Deque<Class<?>> left = new ArrayDeque<>(listed());
        while (!left.isEmpty()) {
            Class<?> type = left.pop();
            if (all.add(type)) {
                left.addAll(Arrays.asList(type.getDeclaredClasses()));
            }
        }
        return all;
    }
}
