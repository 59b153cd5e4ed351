package io.jobarrays.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which classes may read and change rows of the database. */
class PersistenceRulesTest {
    private static final JavaClasses SERVER = ServerClasses.mainClasses();

    private static final Set<String> UPDATES =
            Set.of("update", "delete", "deleteById", "deleteAll", "executeUpdate");

    @Test
    void updateStatementsStandInRows() {
        noClasses()
                .that(not(describe("are rows", PersistenceRulesTest::isRows)))
                .should()
                .callMethodWhere(call(PersistenceRulesTest::isUpdate, "changes rows"))
                .check(SERVER);
    }

    @Test
    void entitiesAreQueriedInTheirTopLevelPackage() {
        noClasses()
                .should()
                .callMethodWhere(
                        call(
                                use ->
                                        isPanache(use)
                                                && !ServerClasses.top(use.getTargetOwner())
                                                        .equals(
                                                                ServerClasses.top(
                                                                        use.getOriginOwner())),
                                "queries a table of another package"))
                .check(SERVER);
    }

    @Test
    void transactionsAreProgrammatic() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Transactional.class)
                .check(SERVER);
    }

    private static boolean isRows(JavaClass type) {
        String name = ServerClasses.name(type);
        return name.equals("rows")
                || name.endsWith(".rows")
                || outermost(type).getSimpleName().endsWith("Rows");
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(PersistenceRulesTest::outermost).orElse(type);
    }

    private static boolean isUpdate(JavaCall<?> use) {
        return UPDATES.contains(use.getName())
                && (isPanache(use) || use.getTargetOwner().isAssignableTo(Query.class));
    }

    private static boolean isPanache(JavaCall<?> use) {
        return use.getTargetOwner().isAssignableTo(PanacheEntityBase.class)
                && Stream.of(PanacheEntityBase.class.getMethods())
                        .anyMatch(method -> method.getName().equals(use.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> call(
            Predicate<JavaCall<?>> predicate, String description) {
        return describe(description, predicate);
    }
}
