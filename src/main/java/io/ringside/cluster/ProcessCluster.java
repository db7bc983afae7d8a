package io.ringside.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The members of one cluster as processes of this machine: starts them, knows how they are, ends them all when it is closed. A
 * member that dies stays down until {@link #restart}. Safe for any number of threads.
 */
public final class ProcessCluster implements AutoCloseable {
  /** On a busy machine a dozen JVMs take their time; idle ones are up in two or three seconds. */
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final ClusterPlan plan;
  private final JavaCommand java;
  private final Consumer<MemberState> ended;
  private final SortedMap<String, MemberProcess> processes = new TreeMap<>();
  private final Reachability reachability = new Reachability();
  private boolean closing;

  /** {@code ended} is told of each member that ends without having been asked to. */
  public ProcessCluster(ClusterPlan plan, JavaCommand java, Consumer<MemberState> ended) {
    this.plan = plan;
    this.java = java;
    this.ended = ended;
  }

  /**
   * Starts all members, and answers when each of them serves and holds all others for alive. If one cannot, ends them all and
   * throws a {@link ClusterFailure} with its last words.
   */
  public List<MemberState> start() {
    try {
      Files.createDirectories(plan.directory());
      List<CompletableFuture<Void>> ready = new ArrayList<>();
      plan.members().forEach(member -> ready.add(launch(member).ready()));
      for (CompletableFuture<Void> one : ready) {
        awaitReady(one);
      }
      awaitAgreement();
      return members();
    } catch (IOException thrown) {
      throw new ClusterFailure(plan.directory() + " cannot be made: " + thrown.getMessage(), "name another directory");
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Ends the member if it still runs, starts it again with the same ports and data, and answers when it serves. */
  public MemberState restart(String name) {
    MemberPlan member = planOf(name);
    stop(name);
    awaitReady(launch(member).ready());
    return stateOf(member);
  }

  /** Ends one member cleanly; if it has ended already, does nothing. */
  public MemberState stop(String name) {
    MemberPlan member = planOf(name);
    MemberProcess running;
    synchronized (this) {
      running = processes.remove(name);
    }
    if (running != null) {
      running.stop(STOP_LIMIT);
    }
    return stateOf(member).as("stopped");
  }

  /** Every member as it is now, in the roster's order. */
  public List<MemberState> members() {
    return plan.members().stream().map(this::stateOf).toList();
  }

  public ClusterPlan plan() {
    return plan;
  }

  /**
   * Waits until the members that run all serve and hold each other for alive; throws a {@link ClusterFailure} if that takes too
   * long.
   */
  public void awaitAgreement() {
    List<String> running = members().stream().filter(MemberState::isUp).map(MemberState::http).toList();
    if (!Await.until(START_LIMIT, () -> reachability.agree(running))) {
      throw new ClusterFailure("the members are up, but do not all see each other after " + START_LIMIT.toSeconds() + " s",
          "their logs are in " + plan.directory());
    }
  }

  /** Ends all members, all at once, and answers when they are gone. */
  @Override
  public void close() {
    List<MemberProcess> running;
    synchronized (this) {
      closing = true;
      running = List.copyOf(processes.values());
      processes.clear();
    }
    running.stream()
        .map(process -> CompletableFuture.runAsync(() -> process.stop(STOP_LIMIT), task -> new Thread(task).start()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private synchronized MemberProcess launch(MemberPlan member) {
    if (closing) {
      throw new ClusterFailure("the cluster is stopping", "");
    }
    var arguments = new ArrayList<>(member.arguments(MemberPlan.roster(plan.members())));
    arguments.addAll(plan.settings());
    var process = MemberProcess.start(java.line(member.prefix(), arguments), member.log());
    processes.put(member.name(), process);
    process.ended().thenRun(() -> tellEnded(member, process));
    return process;
  }

  private void tellEnded(MemberPlan member, MemberProcess process) {
    boolean unasked;
    synchronized (this) {
      unasked = !closing && processes.get(member.name()) == process && process.isReady();
    }
    if (unasked) {
      ended.accept(stateOf(member));
    }
  }

  private static void awaitReady(CompletableFuture<Void> ready) {
    if (!Await.within(START_LIMIT, ready)) {
      throw new ClusterFailure("a member is not ready after " + START_LIMIT.toSeconds() + " s", "its log says how far it came");
    }
  }

  private MemberPlan planOf(String name) {
    return plan.members().stream().filter(member -> member.name().equals(name)).findFirst()
        .orElseThrow(() -> ClusterFailure.mistake("there is no member " + name,
            "the members are " + String.join(", ", plan.members().stream().map(MemberPlan::name).toList())));
  }

  private synchronized MemberState stateOf(MemberPlan member) {
    MemberProcess process = processes.get(member.name());
    return new MemberState(member.name(), process == null ? 0 : process.pid(), member.http(), member.bus(),
        member.data().toString(), process == null ? "stopped" : process.state());
  }
}
