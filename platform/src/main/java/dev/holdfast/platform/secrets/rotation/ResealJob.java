package dev.holdfast.platform.secrets.rotation;

import dev.holdfast.platform.jobs.JobContext;
import dev.holdfast.platform.jobs.JobHandler;
import dev.holdfast.platform.secrets.Keysets;
import dev.holdfast.platform.secrets.SealedColumn;
import dev.holdfast.platform.secrets.Sealer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Seals everything again that lies under older keys, some rows a step. */
@Component
final class ResealJob implements JobHandler {
    static final String KIND = "reseal-secrets";
    private static final int ROWS_A_STEP = 200;

    private final List<SealedColumn> columns;
    private final Keysets keysets;
    private final Sealer sealer;

    ResealJob(List<SealedColumn> columns, Keysets keysets, Sealer sealer) {
        this.columns = columns;
        this.keysets = keysets;
        this.sealer = sealer;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Object run(JobContext job) {
        keysets.refresh();
        Map<String, Integer> resealed = new TreeMap<>();
        for (SealedColumn column : columns) {
            int rows;
            do {
                rows = job.step(tx -> column.reseal(tx, sealer, ROWS_A_STEP));
                resealed.merge(column.name(), rows, Integer::sum);
            } while (rows > 0);
        }
        return Map.of("resealed", resealed);
    }
}
