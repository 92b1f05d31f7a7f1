package dev.holdfast.testkit.gates.sample.platform;

/** What a module may use. */
public interface Port {}
