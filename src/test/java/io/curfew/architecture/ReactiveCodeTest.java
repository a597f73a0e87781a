package io.curfew.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkHandler;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.resilience.Jobs;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Path;

/** The traps of reactive code that a compiler does not see. */
@AnalyzeClasses(packages = "io.curfew", importOptions = DoNotIncludeTests.class)
class ReactiveCodeTest {
    @ArchTest
    static final ArchRule nothingBlocks = noClasses()
            .that()
            .resideOutsideOfPackage("io.curfew.platform..")
            .should()
            .callMethodWhere(describe("blocks", ReactiveCodeTest::blocks));

    private static boolean blocks(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getName();
        return (owner.startsWith("io.smallrye.mutiny") && (name.equals("await") || name.equals("asStream")))
                || (owner.equals("java.lang.Thread") && name.equals("sleep"))
                || (owner.equals("io.quarkus.vertx.VertxContextSupport") && name.equals("subscribeAndAwait"));
    }

    @ArchTest
    static final ArchRule boundariesAreOnUseCases = methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .or()
            .areAnnotatedWith(WithSession.class)
            .should()
            .bePublic()
            .andShould()
            .haveRawReturnType(Uni.class)
            .andShould()
            .beDeclaredInClassesThat(describe("offer use cases", ReactiveCodeTest::offersUseCases));

    /** Public beans, but those that the core itself calls inside of a transaction, and those that callers come in by. */
    private static boolean offersUseCases(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.isAnnotatedWith(ApplicationScoped.class)
                && !type.isAnnotatedWith(Path.class)
                && !type.isAssignableTo(PanacheRepositoryBase.class)
                && !type.isAssignableTo(WorkHandler.class)
                && !type.isAssignableTo(LifecycleParticipant.class)
                && type.getMethods().stream().noneMatch(method -> method.isAnnotatedWith(Scheduled.class));
    }

    @ArchTest
    static final ArchRule noBlockingTransactions = noMethods().should().beAnnotatedWith(Transactional.class);

    /** The lanes of {@link WorkRunner} have a session each. */
    @ArchTest
    static final ArchRule oneSessionOneChain = noClasses()
            .that()
            .doNotBelongToAnyOf(WorkRunner.class)
            .should()
            .callMethodWhere(describe("forks a chain", ReactiveCodeTest::forks));

    private static boolean forks(JavaCall<?> call) {
        return call.getTargetOwner().getFullName().startsWith("io.smallrye.mutiny")
                && call.getName().matches("join|combine|combining|merging|transformTo(Uni|Multi)AndMerge");
    }

    @ArchTest
    static final ArchRule nobodyAsksANameServer = noClasses()
            .that()
            .resideOutsideOfPackage("io.curfew.platform.start..")
            .should()
            .callMethodWhere(describe("resolves a name", ReactiveCodeTest::resolves));

    private static boolean resolves(JavaCall<?> call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getName();
        return (owner.startsWith("java.net.Inet")
                        && (name.equals("getByName")
                                || name.equals("getAllByName")
                                || name.equals("getHostName")
                                || name.equals("getCanonicalHostName")
                                || name.equals("getLocalHost")
                                || name.equals("isReachable")))
                || (owner.equals("java.net.URL") && (name.equals("equals") || name.equals("hashCode")));
    }

    @ArchTest
    static final ArchRule scheduledChainsAlwaysEnd = methods()
            .that()
            .areAnnotatedWith(Scheduled.class)
            .should(new ArchCondition<>("run by Jobs, one at a time") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean ends = method.getMethodCallsFromSelf().stream()
                            .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Jobs.class));
                    boolean alone = method.getAnnotationOfType(Scheduled.class).concurrentExecution()
                            == Scheduled.ConcurrentExecution.SKIP;
                    events.add(new SimpleConditionEvent(method, ends && alone, method.getFullName()));
                }
            });
}
