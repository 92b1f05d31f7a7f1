package dev.holdfast.platform.ai.budget;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A reservation as the database has it, just taken out. */
record Held(UUID account, @Nullable UUID space, LocalDate day, String provider, String model, Amount bound) {}
