package io.ringside.cli;

/** What the program tells the shell. Scripts depend on these numbers: never change. */
public final class ExitCode {
  public static final int OK = 0;
  /** Asked and answered: not there, or the property does not hold. */
  public static final int NOT_FOUND = 1;
  /** Degraded, or the outcome is unknown. */
  public static final int DEGRADED = 2;
  /** Wrong arguments or configuration; nothing was done. */
  public static final int USAGE = 64;
  /** The program's own fault, or its surroundings': a bug, a port in use, a broken directory. */
  public static final int INTERNAL = 70;

  private ExitCode() {
  }
}
