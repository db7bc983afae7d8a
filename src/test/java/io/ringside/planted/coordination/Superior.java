package io.ringside.planted.coordination;

/** Stands two ranks above those that know it. */
public final class Superior {}
