package io.ringside.physics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How many never hear a rumour, and how often it is told, when whoever tells it loses interest after a number of contacts in a row
 * that knew already. A model only: our gossip tells each piece of news a fixed number of times, and full views find whom it missed.
 *
 * <p>Source: Demers et al., Epidemic algorithms for replicated database maintenance (PODC 1987), table 1.
 */
final class Rumours implements Law {
  private static final String NAME = "rumours";
  private static final int NODES = 1000;
  private static final double SHARE = 0.10;
  private static final double SIGMAS = 4;

  /** Of one run, in any row of the table: of its residue as a share of the mean, and of its traffic. */
  private static final double RESIDUE_DEVIATION = 0.6;
  private static final double TRAFFIC_DEVIATION = 0.05;

  /** @param k useless contacts in a row after which a node tells the rumour no more */
  record Published(int k, double residue, double traffic) {}

  private static final List<Published> ALL =
      List.of(new Published(1, 0.18, 1.7), new Published(2, 0.037, 3.3), new Published(3, 0.011, 4.5));

  private final List<Published> published;

  Rumours() {
    this(ALL);
  }

  /** With other expectations. */
  Rumours(List<Published> published) {
    this.published = List.copyOf(published);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Rumour mongering by push with feedback: who never hears, and messages per node";
  }

  @Override
  public Result measure(Effort effort) {
    var findings = new ArrayList<Finding>();
    for (Published each : published) {
      var random = effort.random(NAME + each.k);
      int runs = Math.max(20, effort.crashes());
      double residue = 0;
      double traffic = 0;
      for (int run = 0; run < runs; run++) {
        Told told = tell(each.k, random);
        residue += told.residue() / runs;
        traffic += told.traffic() / runs;
      }
      findings.add(Finding.within(NAME, "k=" + each.k + " residue", each.residue, residue,
          Math.max(SHARE, SIGMAS * RESIDUE_DEVIATION / Math.sqrt(runs)), runs));
      findings.add(Finding.within(NAME, "k=" + each.k + " traffic", each.traffic, traffic,
          Math.max(SHARE, SIGMAS * TRAFFIC_DEVIATION / Math.sqrt(runs)), runs));
    }
    return Result.of(findings);
  }

  /**
   * How one rumour went.
   *
   * @param residue the share of nodes that never heard it
   * @param traffic messages per node
   */
  record Told(double residue, double traffic) {}

  /** In each cycle everybody who is interested tells one other; what that one knew is what it knew when the cycle began. */
  static Told tell(int k, Random random) {
    var knew = new boolean[NODES];
    var knows = new boolean[NODES];
    var useless = new int[NODES];
    knows[0] = true;
    List<Integer> interested = List.of(0);
    int known = 1;
    long messages = 0;
    while (!interested.isEmpty()) {
      System.arraycopy(knows, 0, knew, 0, NODES);
      var next = new ArrayList<Integer>();
      for (int teller : interested) {
        int other = (teller + 1 + random.nextInt(NODES - 1)) % NODES;
        messages++;
        useless[teller] = knew[other] ? useless[teller] + 1 : 0;
        if (useless[teller] < k) {
          next.add(teller);
        }
        if (!knows[other]) {
          knows[other] = true;
          known++;
          next.add(other);
        }
      }
      interested = next;
    }
    return new Told(1 - (double) known / NODES, (double) messages / NODES);
  }
}
