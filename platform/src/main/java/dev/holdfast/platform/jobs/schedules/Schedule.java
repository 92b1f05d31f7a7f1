package dev.holdfast.platform.jobs.schedules;

/**
 * A job that runs by the calendar. Declare one as a bean.
 *
 * @param name its name, at most 60 characters, and the kind of the {@link dev.holdfast.platform.jobs.JobHandler} that does it
 * @param cron when, until an administrator changes it: five fields as Unix has them, in the zone of the settings
 */
public record Schedule(String name, String cron) {}
