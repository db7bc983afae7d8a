package io.ringside;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The laws of the house: who may know whom, and what protocol code never does. For any root, so that they can be tried on plants. */
final class Architecture {
  /** Packages by rank: a package may import its own rank and lower ones. */
  private static final List<List<String>> RANKS = List.of(
      List.of("", "version", "ring", "membership", "merkle", "fault"),
      List.of("event", "message", "env", "storage", "config", "operation"),
      List.of("coordination", "era", "gossip", "handoff", "repair", "reap", "check"),
      List.of("node", "client"),
      List.of("vertx", "rocks", "backup", "sim", "http", "metrics"),
      List.of("scenario", "bench", "testkit", "cluster", "explore", "museum", "physics"),
      List.of("cli"));

  private static final int HIGHEST_PURE_RANK = 3;

  /** Methods by class that depend on the wall clock, threads, chance or hash order; "" for the class as a whole. */
  private static final SortedMap<String, List<String>> BANNED = new TreeMap<>(Map.ofEntries(
      Map.entry("java.lang.System", List.of("currentTimeMillis", "nanoTime")),
      Map.entry("java.time.Instant", List.of("now")),
      Map.entry("java.time.Clock", List.of("")),
      Map.entry("java.lang.Math", List.of("random")),
      Map.entry("java.util.UUID", List.of("randomUUID")),
      Map.entry("java.util.concurrent.ThreadLocalRandom", List.of("")),
      Map.entry("java.lang.Thread", List.of("")),
      Map.entry("java.util.HashMap", List.of("")),
      Map.entry("java.util.HashSet", List.of("")),
      Map.entry("java.util.Set", List.of("of", "copyOf")),
      Map.entry("java.util.Map", List.of("of", "ofEntries", "copyOf")),
      Map.entry("java.util.stream.Collectors", List.of("toSet", "toUnmodifiableSet", "toUnmodifiableMap")),
      Map.entry("io.vertx.core.Future", List.of("timeout", "await", "any")),
      Map.entry("io.vertx.core.CompositeFuture", List.of("any"))));

  private static final SortedSet<String> LISTENERS = new TreeSet<>(List.of("onComplete", "onSuccess", "onFailure"));

  /** The two classes that may attach a listener to a future. */
  private static final SortedSet<String> LISTENING = new TreeSet<>(List.of("coordination.Quorum", "env.Background"));

  private final String root;

  Architecture(String root) {
    this.root = root;
  }

  /** Every law, each under its name. */
  SortedMap<String, ArchRule> laws() {
    var laws = new TreeMap<String, ArchRule>();
    laws.put("every package has a rank", classes().should(have("a rank", type -> rankOf(type) >= 0)));
    laws.put("imports go to the same or a lower rank", classes().should(importNothingAbove()));
    laws.put("packages form no circle", slices().matching(root + ".(*)..").should().beFreeOfCycles());
    laws.put("protocol code knows no wall clock, thread, chance or hash order",
        pure().should().accessTargetWhere(accessIs("banned", this::isBanned)));
    laws.put("protocol code draws no seed of its own", pure().should().callConstructor(Random.class));
    laws.put("protocol code shuffles only with a given chance",
        pure().should().callMethod(Collections.class, "shuffle", List.class));
    laws.put("protocol code needs no locks", pure().should().dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent.locks..", "java.util.concurrent.atomic.."));
    laws.put("protocol code is not synchronized", methods().that().areDeclaredInClassesThat(isPure())
        .should().notHaveModifier(JavaModifier.SYNCHRONIZED).allowEmptyShould(true));
    laws.put("only Quorum and Background listen to futures", noClasses().that(isPure()).and(isNot("listening", this::mayListen))
        .should().accessTargetWhere(accessIs("a future's listeners",
            access -> isFuture(access.getTargetOwner()) && LISTENERS.contains(access.getName()))));
    laws.put("only rocks names RocksDB",
        noClasses().that(isNot("of rocks", type -> packageOf(type).equals("rocks")))
            .should().dependOnClassesThat().resideInAPackage("org.rocksdb.."));
    laws.put("neither protocol nor simulator knows Vertx", noClasses()
        .that(describe("pure or simulated", type -> isPure().test(type) || packageOf(type).equals("sim")))
        .should().dependOnClassesThat().haveFullyQualifiedName("io.vertx.core.Vertx"));
    return laws;
  }

  private GivenClassesConjunction pure() {
    return noClasses().that(isPure());
  }

  private DescribedPredicate<JavaClass> isPure() {
    return describe("of ranks 0 to 3", type -> rankOf(type) >= 0 && rankOf(type) <= HIGHEST_PURE_RANK);
  }

  private static DescribedPredicate<JavaClass> isNot(String what, Predicate<JavaClass> predicate) {
    return describe("not " + what, type -> !predicate.test(type));
  }

  private boolean mayListen(JavaClass type) {
    String name = type.getName();
    return LISTENING.stream().map(each -> root + "." + each).anyMatch(each -> name.equals(each) || name.startsWith(each + "$"));
  }

  private static boolean isFuture(JavaClass type) {
    return type.isAssignableTo("io.vertx.core.Future");
  }

  private static DescribedPredicate<JavaAccess<?>> accessIs(String what, Predicate<JavaAccess<?>> predicate) {
    return describe(what, predicate);
  }

  private boolean isBanned(JavaAccess<?> access) {
    List<String> names = BANNED.getOrDefault(access.getTargetOwner().getName(), List.of());
    return names.contains("") || names.contains(access.getName());
  }

  private boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  /** The first part of a class's package below the root. */
  private String packageOf(JavaClass type) {
    String below = type.getPackageName().substring(root.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.")[0];
  }

  private int rankOf(JavaClass type) {
    for (int rank = 0; rank < RANKS.size(); rank++) {
      if (isOurs(type) && RANKS.get(rank).contains(packageOf(type))) {
        return rank;
      }
    }
    return -1;
  }

  private static ArchCondition<JavaClass> have(String what, Predicate<JavaClass> predicate) {
    return new ArchCondition<>("have " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(new SimpleConditionEvent(type, predicate.test(type), type.getName() + " has not " + what));
      }
    };
  }

  private ArchCondition<JavaClass> importNothingAbove() {
    return new ArchCondition<>("import nothing of a higher rank") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(used -> isOurs(used.getTargetClass()) && rankOf(used.getTargetClass()) > rankOf(type))
            .forEach(used -> events.add(SimpleConditionEvent.violated(type, used.getDescription())));
      }
    };
  }
}
