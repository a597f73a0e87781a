package io.curfew.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.curfew.access.Rights;
import io.curfew.kernel.Action;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.WorkRunner;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rooms and arrows of docs/architecture.md, and what only certain types may do. */
@AnalyzeClasses(packages = "io.curfew", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    /** The rooms that every door stands on. */
    private static final String[] CORE = {
        "io.curfew.kernel..",
        "io.curfew.events..",
        "io.curfew.lifecycle..",
        "io.curfew.access..",
        "io.curfew.limits..",
        "io.curfew.accounts..",
        "io.curfew.credentials..",
        "io.curfew.people..",
        "io.curfew.operators..",
        "io.curfew.opening..",
        "io.curfew.numbers..",
        "io.curfew.sims..",
        "io.curfew.advertising..",
        "io.curfew.messaging..",
        "io.curfew.billing.."
    };

    @ArchTest
    static final ArchRule capabilitiesAreFreeOfCycles =
            slices().matching("io.curfew.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dialectsDoNotSeeEachOther =
            slices().matching("io.curfew.dialects.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule arrows = arrows(
            List.of("platform"),
            List.of("dialects", "api", "console"),
            List.of("security"),
            List.of("messaging", "sims", "numbers", "advertising"),
            List.of("billing"),
            List.of("opening"),
            List.of("operators"),
            List.of("people"),
            List.of("credentials"),
            List.of("accounts"),
            List.of("limits"),
            List.of("access"),
            List.of("lifecycle"),
            List.of("events"));

    /** Rooms from left to right: each may be used by those to its left only. */
    @SafeVarargs
    private static ArchRule arrows(List<String>... layers) {
        LayeredArchitecture rule = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.curfew..")
                .withOptionalLayers(true);
        List<String> left = new ArrayList<>();
        for (List<String> rooms : layers) {
            String layer = String.join(", ", rooms);
            rule = rule.layer(layer)
                    .definedBy(rooms.stream()
                            .map(room -> "io.curfew." + room + "..")
                            .toArray(String[]::new));
            rule = left.isEmpty()
                    ? rule.whereLayer(layer).mayNotBeAccessedByAnyLayer()
                    : rule.whereLayer(layer).mayOnlyBeAccessedByLayers(left.toArray(String[]::new));
            left.add(layer);
        }
        return rule;
    }

    @ArchTest
    static final ArchRule coreKnowsNoProtocol = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "io.quarkus.qute..", "jakarta.xml..", "javax.xml..");

    @ArchTest
    static final ArchRule onlySqlSpeaksToTheClient = noClasses()
            .that()
            .resideOutsideOfPackages("io.curfew.sql..", "io.curfew.platform.pool..", "io.curfew.platform.start..")
            .should()
            .dependOnClassesThat(describe(
                    "are of the database's clients, failures left out",
                    type -> !type.isAssignableTo(Throwable.class) && isOfAClient(type.getPackageName())));

    private static boolean isOfAClient(String room) {
        return room.matches("io[.]vertx[.](mutiny[.])?(sqlclient|pgclient)\\b.*")
                || room.matches("javax?[.]sql\\b.*")
                || room.matches("org[.]hibernate[.]reactive[.](pool|mutiny[.]impl)\\b.*");
    }

    @ArchTest
    static final ArchRule onlyRepositoriesUseTheSession = noClasses()
            .that()
            .resideOutsideOfPackage("io.curfew.sql..")
            .and()
            .areNotAssignableTo(PanacheRepositoryBase.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hibernate.reactive.mutiny..")
            .orShould()
            .callMethodWhere(describe("gets the session", ArchitectureTest::getsTheSession));

    private static boolean getsTheSession(JavaCall<?> call) {
        return call.getTargetOwner().isAssignableTo(Panache.class)
                && call.getName().equals("getSession");
    }

    @ArchTest
    static final ArchRule nobodyMakesNativeQueries =
            noClasses().should().callMethodWhere(describe("makes a native query", ArchitectureTest::isNative));

    private static boolean isNative(JavaCall<?> call) {
        return call.getTargetOwner().getPackageName().startsWith("org.hibernate")
                && call.getName().startsWith("createNative");
    }

    @ArchTest
    static final ArchRule coreHasOneLibraryForJson = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.fasterxml.jackson..", "jakarta.json..", "javax.json..", "com.google.gson..", "org.json..");

    @ArchTest
    static final ArchRule kernelIsPlainJava = classes()
            .that()
            .resideInAPackage("io.curfew.kernel..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.curfew.kernel..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheGateAsksForRights = noClasses()
            .that()
            .resideOutsideOfPackage("io.curfew.access..")
            .should()
            .callMethodWhere(describe("asks rights, past the gate", ArchitectureTest::asksRights));

    private static boolean asksRights(JavaCall<?> call) {
        return call.getTargetOwner().isAssignableTo(Rights.class)
                && (call.getName().equals("grants") || call.getName().equals("reaches"));
    }

    @ArchTest
    static final ArchRule routesNameTheirAct = methods()
            .that(describe("are routes", ArchitectureTest::isRoute))
            .should(new ArchCondition<>("name their act") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean named = method.getAnnotations().stream()
                            .flatMap(annotation -> annotation.getRawType().getMethods().stream())
                            .anyMatch(element -> element.getRawReturnType().isEquivalentTo(Action.class));
                    events.add(new SimpleConditionEvent(method, named, method.getFullName()));
                }
            });

    /** Microsoft's two resources are transports: their operations name their acts, which MsAdsAccessTest holds. */
    private static boolean isRoute(JavaMethod method) {
        return method.getOwner().isAnnotatedWith(Path.class)
                && !method.getOwner().getPackageName().equals("io.curfew.dialects.msads")
                && method.getAnnotations().stream()
                        .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    @ArchTest
    static final ArchRule doorsSeeViewsOnly = noClasses()
            .that()
            .resideInAnyPackage("io.curfew.dialects..", "io.curfew.api..", "io.curfew.console..")
            .should()
            .dependOnClassesThat()
            .areAnnotatedWith(Entity.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(PanacheRepositoryBase.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.curfew.sql..");

    @ArchTest
    static final ArchRule timeAndChanceAreInjected =
            noClasses().should().callMethodWhere(describe("reads a clock or rolls dice", ArchitectureTest::isChance));

    private static boolean isChance(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getName();
        return (owner.startsWith("java.time.") && name.equals("now"))
                || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
                || (owner.equals("java.util.Random") && name.equals("<init>"))
                || (owner.equals("java.lang.Math") && name.equals("random"));
    }

    /** What protects the service, and what lets people in and out, cannot be moved with a tree's time. */
    @ArchTest
    static final ArchRule protectionHasAClockOfItsOwn = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.curfew.limits..",
                    "io.curfew.security..",
                    "io.curfew.credentials..",
                    "io.curfew.people..",
                    "io.curfew.operators..",
                    "io.curfew.opening..",
                    "io.curfew.events..",
                    "io.curfew.api..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(LifecycleClock.class);

    /** The worker, which claims what is due of all trees, the stocks, which all trees share, and what protects these. */
    private static final Set<String> ABOUT_ALL_TREES = Set.of(
            "io.curfew.lifecycle.WorkRunner",
            "io.curfew.lifecycle.SweepJob",
            "io.curfew.lifecycle.QueueMetrics",
            "io.curfew.numbers.NumberInventory",
            "io.curfew.numbers.NumberSaleService",
            "io.curfew.numbers.InventorySeedService",
            "io.curfew.sims.RegistrationGuesses",
            "io.curfew.sims.SimStock",
            "io.curfew.sims.SimStockService");

    @ArchTest
    static final ArchRule lifecycleTimeIsTheOnlyOneOfWhatFallsDue = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.curfew.lifecycle..",
                    "io.curfew.accounts..",
                    "io.curfew.numbers..",
                    "io.curfew.sims..",
                    "io.curfew.advertising..")
            .and(describe("are about one tree", type -> !ABOUT_ALL_TREES.contains(type.getName())))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RealClock.class);

    /** The worker alone has both: it claims by one, and has each item done at its tree's. */
    @ArchTest
    static final ArchRule nobodyMixesTheClocks = noClasses()
            .that()
            .resideOutsideOfPackage("io.curfew.platform..")
            .and()
            .doNotBelongToAnyOf(WorkRunner.class)
            .and(describe("use lifecycle time", type -> uses(type, LifecycleClock.class)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RealClock.class);

    private static boolean uses(JavaClass type, Class<?> used) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(used));
    }

    @ArchTest
    static final ArchRule resourcesLiveInDoors = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .resideInAnyPackage("io.curfew.dialects..", "io.curfew.api..", "io.curfew.console..");

    @ArchTest
    static final ArchRule injectionByConstructor = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule entitiesStayInside =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule constantsAreConstant =
            fields().that().areStatic().should().beFinal();
}
