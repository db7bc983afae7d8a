package io.ringside.message;

/** It is stored, as durably as the node promises. The bytes count from 0: never change their order. */
public enum Ack { STORED }
