package org.confocal.it.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** What the house rules ask for and ArchUnit has no words for. */
final class HouseConditions {
  private static final String BEHAVIOR = "org.apache.pekko.actor.typed.Behavior";
  private static final String EXTENSIBLE = "org.apache.pekko.actor.typed.ExtensibleBehavior";

  private HouseConditions() {}

  /** Classes with behaviour of their own, and classes whose {@code create} makes one. */
  static DescribedPredicate<JavaClass> actors() {
    return DescribedPredicate.describe(
        "actor classes",
        type ->
            !type.isInterface()
                && (type.isAssignableTo(EXTENSIBLE)
                    || isEventSourced(type)
                    || type.getMethods().stream().anyMatch(HouseConditions::isCreate)));
  }

  private static boolean isEventSourced(JavaClass type) {
    return type.getAllRawSuperclasses().stream()
        .anyMatch(above -> above.getSimpleName().startsWith("EventSourcedBehavior"));
  }

  private static boolean isCreate(JavaMethod method) {
    return method.getName().equals("create")
        && method.getModifiers().contains(JavaModifier.STATIC)
        && method.getRawReturnType().getName().equals(BEHAVIOR);
  }

  static ArchCondition<JavaClass> beMadeByCreate() {
    return condition(
        "have a static create and private constructors only",
        (type, violation) -> {
          if (type.getMethods().stream().noneMatch(HouseConditions::isCreate)) {
            violation.accept(type.getName() + " has no static create that returns a Behavior");
          }
          for (JavaConstructor constructor : type.getConstructors()) {
            if (!constructor.getModifiers().contains(JavaModifier.PRIVATE)) {
              violation.accept(constructor.getFullName() + " is not private");
            }
          }
        });
  }

  static ArchCondition<JavaClass> beRecordsEnumsOrInterfaces() {
    return condition(
        "be records, enums or interfaces",
        (type, violation) -> {
          if (!type.isRecord() && !type.isEnum() && !type.isInterface()) {
            violation.accept(type.getName() + " is a plain class");
          }
        });
  }

  /** No field of the class, or of the classes {@code within} that it holds, has such a type. */
  static ArchCondition<JavaClass> holdNothing(
      DescribedPredicate<? super JavaClass> forbidden,
      DescribedPredicate<? super JavaClass> within) {
    return condition(
        "hold nothing of " + forbidden.getDescription(),
        (start, violation) -> {
          Set<JavaClass> seen = new HashSet<>(Set.of(start));
          Deque<JavaClass> open = new ArrayDeque<>(seen);
          while (!open.isEmpty()) {
            for (JavaField field : open.pop().getAllFields()) {
              for (JavaClass held : field.getType().getAllInvolvedRawTypes()) {
                if (forbidden.test(held)) {
                  violation.accept(start.getName() + " holds " + field.getFullName());
                } else if (within.test(held) && seen.add(held)) {
                  open.push(held);
                }
              }
            }
          }
        });
  }

  /** No public or protected member shows such a type, and no supertype is one. */
  static ArchCondition<JavaClass> notShow(DescribedPredicate<? super JavaClass> forbidden) {
    return condition(
        "not show types of " + forbidden.getDescription(),
        (type, violation) -> {
          for (JavaClass above : type.getAllRawSuperclasses()) {
            report(above, forbidden, type.getName() + " extends ", violation);
          }
          for (JavaClass above : type.getAllRawInterfaces()) {
            report(above, forbidden, type.getName() + " implements ", violation);
          }
          for (JavaMember member : type.getMembers()) {
            if (isVisible(member)) {
              shown(member)
                  .forEach(t -> report(t, forbidden, member.getFullName() + " shows ", violation));
            }
          }
        });
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Set<JavaClass> shown(JavaMember member) {
    Set<JavaClass> shown = new HashSet<>();
    if (member instanceof JavaField field) {
      shown.addAll(field.getType().getAllInvolvedRawTypes());
    } else if (member instanceof JavaCodeUnit unit) {
      shown.addAll(unit.getReturnType().getAllInvolvedRawTypes());
      for (JavaType parameter : unit.getParameterTypes()) {
        shown.addAll(parameter.getAllInvolvedRawTypes());
      }
      shown.addAll(unit.getExceptionTypes());
    }
    return shown;
  }

  private static void report(
      JavaClass type,
      DescribedPredicate<? super JavaClass> forbidden,
      String who,
      Consumer<String> violation) {
    if (forbidden.test(type)) {
      violation.accept(who + type.getName());
    }
  }

  static ArchCondition<JavaClass> lieInNullMarkedPackage() {
    return condition(
        "lie in a package with a @NullMarked package-info",
        (type, violation) -> {
          boolean marked =
              type.getPackage()
                  .tryGetPackageInfo()
                  .map(info -> info.isAnnotatedWith(NullMarked.class))
                  .orElse(false);
          if (!marked) {
            violation.accept(type.getPackageName() + " has no @NullMarked package-info");
          }
        });
  }

  private static ArchCondition<JavaClass> condition(
      String description, BiConsumer<JavaClass, Consumer<String>> check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.accept(type, message -> events.add(SimpleConditionEvent.violated(type, message)));
      }
    };
  }
}
