package dev.holdfast.buckia.engine;

import dev.holdfast.buckia.carry.Carrier;
import dev.holdfast.buckia.index.Entry;
import dev.holdfast.buckia.pack.DamagedException;
import dev.holdfast.buckia.state.Known;
import dev.holdfast.buckia.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run sent and couldn't say in its index. No index named it, so another device's collection may have deleted some of
 * it since; before it is said, what is gone is sent again.
 */
final class Unsaid {
    private final Tree tree;

    Unsaid(Tree tree) {
        this.tree = tree;
    }

    /**
     * Sends again what is gone and still here.
     *
     * @param known what the state says
     * @param said this device's index as it lies in the bucket
     * @return what is known now of the files that were sent again
     */
    List<Known> send(Collection<Known> known, Collection<Entry> said) {
        var references = new HashSet<String>();
        said.forEach(entry -> references.add(entry.carriage().reference()));
        Map<String, List<Known>> unsaid = new HashMap<>();
        for (var each : known) {
            var carriage = each.entry().carriage();
            if (each.mine()
                    && !each.entry().deleted()
                    && !each.entry().isPlain()
                    && !references.contains(carriage.reference())) {
                unsaid.computeIfAbsent(carriage.carrier(), name -> new ArrayList<>())
                        .add(each);
            }
        }
        var again = new ArrayList<Known>();
        unsaid.forEach((name, all) -> {
            var carrier = tree.carrier(name);
            if (carrier != null) {
                again.addAll(send(carrier, all));
            }
        });
        return again;
    }

    private List<Known> send(Carrier carrier, List<Known> unsaid) {
        Set<String> references = new HashSet<>();
        unsaid.forEach(each -> references.add(each.entry().carriage().reference()));
        var missing = carrier.missing(references);
        var again = new ArrayList<Known>();
        for (var each : unsaid) {
            if (missing.containsKey(each.entry().carriage().reference())) {
                var sent = send(carrier, each.entry());
                if (sent != null) {
                    again.add(new Known(sent, true, each.stamp(), each.racy()));
                }
            }
        }
        return again;
    }

    /** Null if the file was changed or deleted here meanwhile: then the plan has something else to send. */
    private @Nullable Entry send(Carrier carrier, Entry entry) {
        try {
            var file = tree.file(entry.path());
            if (!carrier.digest(entry.path(), file).sha256().equals(entry.sha256())) {
                return null;
            }
            var sent = carrier.send(entry.path(), file, "");
            if (!sent.sha256().equals(entry.sha256())) {
                return null;
            }
            var carriage = new Entry.Carriage("", carrier.name(), sent.reference());
            // Nobody has heard of this version yet.
            return new Entry(
                    entry.path(), false, entry.size(), entry.modified(), entry.sha256(), entry.version(), carriage);
        } catch (IOException | DamagedException _) {
            return null;
        }
    }
}
