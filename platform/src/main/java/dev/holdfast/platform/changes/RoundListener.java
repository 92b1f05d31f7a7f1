package dev.holdfast.platform.changes;

/** Hears of rounds of numbering, of this node and of others. A round may be told several times, but none is missed for good. */
public interface RoundListener {

    /** The feed of some spaces grew. Must neither throw nor wait: hand the work to a thread of one's own. */
    void onRound(Round round);
}
