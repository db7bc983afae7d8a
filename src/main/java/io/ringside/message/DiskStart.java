package io.ringside.message;

/**
 * One start of a node on one disk. Two starts of a node may have the same number, when a disk is lost; then the disks differ.
 * Immutable.
 *
 * @param disk drawn when the disk was found empty, or said that it is a copy
 * @param start the number
 */
public record DiskStart(long disk, long start) {
  /** Of the two the one with the higher number. */
  public DiskStart later(DiskStart other) {
    return other.start > start ? other : this;
  }
}
