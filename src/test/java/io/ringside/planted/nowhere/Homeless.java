package io.ringside.planted.nowhere;

/** Lives in a package that has no rank. */
public final class Homeless {}
