package org.confocal.it.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** The rules, each for the house below one base package. */
final class HouseRules {
  private static final String PEKKO = "org.apache.pekko..";
  private static final String[] SIP_STACK = {"javax.sip..", "gov.nist.."};

  /** Room to the rooms that it may see besides itself. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "wire", Set.of(),
          "media", Set.of(),
          "engine", Set.of(),
          "mcu", Set.of("engine", "media"),
          "sip", Set.of("engine", "wire"),
          "web", Set.of("engine", "wire"),
          "load", Set.of(),
          "persistence", Set.of("engine"));

  private final String base;

  private HouseRules(String base) {
    this.base = base;
  }

  /** Every rule by its name, for the house below {@code base}. */
  static Map<String, ArchRule> of(String base) {
    return new HouseRules(base).all();
  }

  private Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    ARROWS.keySet().stream()
        .sorted()
        .forEach(room -> rules.put(room + " sees only the rooms of its arrows", arrows(room)));
    rules.put("wire and media know neither actors nor a SIP stack", plainRooms());
    rules.put("the SIP stack is known to one package", sipStackInOnePackage());
    rules.put("the SIP stack is in no public signature", sipStackInNoSignature());
    rules.put("no package cycles", noCycles());
    rules.put("what is sent or stored is a record, an enum or an interface", messagesAreValues());
    rules.put("what is stored holds nothing of Pekko", storedHoldsNoPekko());
    rules.put("clocks are read in server only", clocksInServer());
    rules.put("nobody sleeps or waits", nobodyWaits());
    rules.put("media neither logs nor locks nor streams", mediaIsPlain());
    rules.put("media has no synchronized method", mediaHasNoMonitor());
    rules.put("settings come from Settings classes", configInSettings());
    rules.put("settings are records", settingsAreRecords());
    rules.put("actor classes are final", actorsAreFinal());
    rules.put("actor classes are made by create", actorsAreMadeByCreate());
    rules.put("every package has a null-marked package-info", packagesAreNullMarked());
    return rules;
  }

  private ArchRule arrows(String room) {
    List<String> allowed = new ArrayList<>(List.of(in(room)));
    ARROWS.getOrDefault(room, Set.of()).forEach(other -> allowed.add(in(other)));
    DescribedPredicate<JavaClass> elsewhere =
        resideInAPackage(base + "..")
            .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));
    return noClasses()
        .that()
        .resideInAPackage(in(room))
        .should()
        .dependOnClassesThat(elsewhere.as("lie outside " + allowed))
        .allowEmptyShould(true);
  }

  private ArchRule plainRooms() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("wire"), in("media"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PEKKO, SIP_STACK[0], SIP_STACK[1])
        .allowEmptyShould(true);
  }

  private ArchRule sipStackInOnePackage() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("sip.jain"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SIP_STACK)
        .allowEmptyShould(true);
  }

  /** The stack makes its two loggers by name, so these have to be public and have its types. */
  private ArchRule sipStackInNoSignature() {
    return classes()
        .that()
        .resideInAPackage(in("sip.jain"))
        .and()
        .arePublic()
        .and(
            are(
                DescribedPredicate.not(
                    assignableTo("gov.nist.core.StackLogger")
                        .or(assignableTo("gov.nist.core.ServerLogger")))))
        .should(HouseConditions.notShow(resideInAnyPackage(SIP_STACK).as("the SIP stack's")))
        .allowEmptyShould(true);
  }

  private ArchRule noCycles() {
    return slices().matching(base + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private ArchRule messagesAreValues() {
    return classes()
        .that(are(assignableTo(base + ".engine.Stored").or(assignableTo(base + ".engine.Message"))))
        .should(HouseConditions.beRecordsEnumsOrInterfaces())
        .allowEmptyShould(true);
  }

  private ArchRule storedHoldsNoPekko() {
    return classes()
        .that(are(assignableTo(base + ".engine.Stored")))
        .should(
            HouseConditions.holdNothing(
                resideInAPackage(PEKKO).as("Pekko's"), resideInAPackage(base + "..")))
        .allowEmptyShould(true);
  }

  private ArchRule clocksInServer() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("server"))
        .should()
        .callMethodWhere(
            calls("java.time.Instant", "now")
                .or(calls("java.time.LocalDateTime", "now"))
                .or(calls("java.time.OffsetDateTime", "now"))
                .or(calls("java.time.ZonedDateTime", "now"))
                .or(calls("java.time.Clock", "system"))
                .or(calls("java.time.Clock", "systemUTC"))
                .or(calls("java.time.Clock", "systemDefaultZone"))
                .or(calls("java.lang.System", "currentTimeMillis"))
                .or(calls("java.lang.System", "nanoTime")))
        .orShould()
        .callConstructor(java.util.Date.class)
        .allowEmptyShould(true);
  }

  private ArchRule nobodyWaits() {
    return noClasses()
        .should()
        .callMethodWhere(
            calls("java.lang.Thread", "sleep")
                .or(calls("java.util.concurrent.TimeUnit", "sleep"))
                .or(callsOn(CompletableFuture.class, "get", "join"))
                .or(callsOn(Future.class, "get")))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("scala.concurrent.Await")
        .allowEmptyShould(true);
  }

  /** The plane itself stands between actors and loops: it may hand over with a lock. */
  private ArchRule mediaIsPlain() {
    DescribedPredicate<JavaClass> heavy =
        resideInAnyPackage(
                "org.slf4j..",
                "java.util.logging..",
                "java.util.concurrent.locks..",
                "java.util.stream..")
            .or(assignableTo(java.util.Optional.class))
            .and(DescribedPredicate.not(assignableTo(LockSupport.class)));
    return noClasses()
        .that(are(hotMedia()))
        .should()
        .dependOnClassesThat(heavy.as("log, lock or stream"))
        .allowEmptyShould(true);
  }

  private ArchRule mediaHasNoMonitor() {
    return methods()
        .that()
        .areDeclaredInClassesThat(hotMedia())
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .allowEmptyShould(true);
  }

  private DescribedPredicate<JavaClass> hotMedia() {
    return resideInAPackage(in("media"))
        .and(DescribedPredicate.not(assignableTo(base + ".media.MediaPlane")))
        .as("hot media classes");
  }

  private ArchRule configInSettings() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("server"))
        .and()
        .haveSimpleNameNotEndingWith("Settings")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.typesafe.config..")
        .allowEmptyShould(true);
  }

  private ArchRule settingsAreRecords() {
    return classes()
        .that()
        .haveSimpleNameEndingWith("Settings")
        .should()
        .beRecords()
        .allowEmptyShould(true);
  }

  private ArchRule actorsAreFinal() {
    return classes()
        .that(are(HouseConditions.actors()))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .allowEmptyShould(true);
  }

  private ArchRule actorsAreMadeByCreate() {
    return classes()
        .that(are(HouseConditions.actors()))
        .should(HouseConditions.beMadeByCreate())
        .allowEmptyShould(true);
  }

  private ArchRule packagesAreNullMarked() {
    return classes()
        .that()
        .areTopLevelClasses()
        .and(are(DescribedPredicate.not(simpleNameEndingWith("package-info"))))
        .should(HouseConditions.lieInNullMarkedPackage())
        .allowEmptyShould(true);
  }

  private String in(String room) {
    return base + "." + room + "..";
  }

  private static DescribedPredicate<JavaMethodCall> calls(String owner, String method) {
    return DescribedPredicate.describe(
        owner + "." + method,
        call ->
            call.getTargetOwner().getName().equals(owner)
                && call.getTarget().getName().equals(method));
  }

  private static DescribedPredicate<JavaMethodCall> callsOn(Class<?> owner, String... methods) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + List.of(methods),
        call ->
            call.getTargetOwner().isAssignableTo(owner)
                && List.of(methods).contains(call.getTarget().getName()));
  }
}
