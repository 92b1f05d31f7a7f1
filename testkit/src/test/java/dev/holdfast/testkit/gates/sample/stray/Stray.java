package dev.holdfast.testkit.gates.sample.stray;

/** In a module that nobody declared. */
public interface Stray {}
