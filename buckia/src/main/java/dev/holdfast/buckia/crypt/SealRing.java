package dev.holdfast.buckia.crypt;

import java.util.List;

/** Several keys of one bucket, made by two devices at the same moment: seals with the first, opens with any. */
final class SealRing implements Seal {
    private final List<KeySeal> seals;

    SealRing(List<KeySeal> seals) {
        this.seals = List.copyOf(seals);
    }

    @Override
    public byte[] seal(byte[] open, String context) {
        return seals.getFirst().seal(open, context);
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        for (var each : seals.subList(1, seals.size())) {
            try {
                return each.open(sealed, context);
            } catch (WrongKeyException _) {
                continue;
            }
        }
        return seals.getFirst().open(sealed, context);
    }

    @Override
    public long sealedLength(long open) {
        return seals.getFirst().sealedLength(open);
    }

    @Override
    public byte[] derived(String purpose, int length) {
        return seals.getFirst().derived(purpose, length);
    }

    @Override
    public String hide(String text) {
        return seals.getFirst().hide(text);
    }
}
