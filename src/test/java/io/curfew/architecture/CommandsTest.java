package io.curfew.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.curfew.events.Actor;
import io.curfew.events.Command;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Commands are values that can be kept: records of plain data, without secrets, whose kinds are known. */
class CommandsTest {
    /** What a value may be made of, beside enums, records and lists, sets and maps of all these. An actor is never a secret. */
    private static final Set<Type> PLAIN = Set.of(
            String.class,
            Instant.class,
            Duration.class,
            Boolean.class,
            Integer.class,
            Long.class,
            boolean.class,
            int.class,
            long.class,
            Actor.class);

    private static final Set<Type> COLLECTIONS = Set.of(List.class, Set.class, Collection.class, Map.class);

    /** Names of what is secret; the id of a token or a key is not. */
    private static final Pattern SECRET = Pattern.compile("(?i).*(secret|password|hash|credential|token|key)(?!Id).*");

    private static final Set<Class<?>> COMMANDS = commands();

    private static Set<Class<?>> commands() {
        Set<Class<?>> found = new HashSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.curfew")) {
            if (type.isAssignableTo(Command.class) && !type.isEquivalentTo(Command.class)) {
                found.add(type.reflect());
            }
        }
        return found;
    }

    @Test
    void everyRoomsCommandsAreSealedAndRecords() {
        assertThat(COMMANDS)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.isRecord() || type.isSealed())
                        .as(type.getName())
                        .isTrue());
        assertThat(new TreeSet<>(COMMANDS.stream()
                        .filter(type -> Set.of(type.getInterfaces()).contains(Command.class))
                        .map(Class::getSimpleName)
                        .toList()))
                .containsExactly(
                        "AccountCommand",
                        "AuthKeyCommand",
                        "CredentialCommand",
                        "NumberCommand",
                        "PasswordCommand",
                        "SamRoleCommand",
                        "SamUserCommand",
                        "SimCommand",
                        "TokenCommand",
                        "UserCommand");
    }

    @Test
    void noCommandHoldsASecretOrAnythingThatIsNoValue() {
        List<String> wrong = new ArrayList<>();
        Set<Type> seen = new HashSet<>();
        COMMANDS.stream().filter(Class::isRecord).forEach(type -> look(type, type.getSimpleName(), seen, wrong));
        assertThat(wrong).isEmpty();
        assertThat(seen).hasSizeGreaterThan(COMMANDS.size() / 2);
    }

    private static void look(Type type, String where, Set<Type> seen, List<String> wrong) {
        if (type instanceof ParameterizedType generic) {
            if (!COLLECTIONS.contains(generic.getRawType())) {
                wrong.add(where + " is a " + type);
            }
            for (Type argument : generic.getActualTypeArguments()) {
                look(argument, where, seen, wrong);
            }
            return;
        }
        if (!(type instanceof Class<?> plain)) {
            wrong.add(where + " is a " + type);
        } else if (plain.isSealed()) {
            for (Class<?> kind : plain.getPermittedSubclasses()) {
                look(kind, kind.getSimpleName(), seen, wrong);
            }
        } else if (!PLAIN.contains(type) && !plain.isEnum() && !plain.isRecord()) {
            wrong.add(where + " is a " + plain.getName());
        } else if (plain.isRecord() && plain != Actor.class && seen.add(type)) {
            for (RecordComponent component : plain.getRecordComponents()) {
                String name = plain.getSimpleName() + "." + component.getName();
                if (SECRET.matcher(component.getName()).matches()) {
                    wrong.add(name + " is called like a secret");
                }
                look(component.getGenericType(), name, seen, wrong);
            }
        }
    }
}
