package org.confocal.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.Map;
import java.util.stream.Stream;
import org.confocal.it.kit.Project;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
  private static final String HOUSE = "org.confocal";
  private static final String BROKEN_HOUSE = "org.confocal.it.house.broken";

  @TestFactory
  Stream<DynamicTest> theHouseKeeps() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);
    return each(HOUSE, rule -> rule.check(classes));
  }

  /** Its classes are on no class path but its own. */
  @TestFactory
  Stream<DynamicTest> theLoadToolKeeps() {
    JavaClasses classes =
        new ClassFileImporter()
            .importPath(Project.top().resolve("src-test/gatling/target/classes"));
    assertThat(classes.containPackage(HOUSE + ".load.client")).isTrue();
    return each(HOUSE, rule -> rule.check(classes));
  }

  @TestFactory
  Stream<DynamicTest> theBrokenHouseBreaks() {
    JavaClasses classes = new ClassFileImporter().importPackages(BROKEN_HOUSE);
    return each(
        BROKEN_HOUSE,
        rule -> {
          EvaluationResult result = rule.evaluate(classes);

          assertThat(result.hasViolation()).as(rule.getDescription()).isTrue();
        });
  }

  @Test
  void theRoomsAreLookedAt() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);

    for (String room : new String[] {"engine", "wire", "media", "mcu", "sip", "persistence"}) {
      assertThat(classes.containPackage(HOUSE + "." + room)).as(room).isTrue();
    }
  }

  private static Stream<DynamicTest> each(
      String base, java.util.function.Consumer<ArchRule> check) {
    Map<String, ArchRule> rules = HouseRules.of(base);
    return rules.entrySet().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> check.accept(rule.getValue())));
  }
}
