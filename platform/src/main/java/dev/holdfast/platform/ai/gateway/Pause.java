package dev.holdfast.platform.ai.gateway;

import java.time.Duration;

/** Lets time pass between attempts. */
@FunctionalInterface
interface Pause {

    /** Waits so long; less if the program ends. Throws InterruptedException when the thread is interrupted. */
    void pause(Duration duration) throws InterruptedException;
}
