package io.jobarrays.benchmarks.slurm;

import java.nio.file.Path;

/**
 * Configuration of a cluster of one node on loopback; everything that it does not name is Slurm's
 * default.
 *
 * @param directory of all files of the cluster
 * @param host name of this machine
 * @param controllerPort of slurmctld
 * @param nodePort of slurmd
 * @param slots tasks that run at the same time
 * @param user that runs the daemons
 * @param scheduler line about the scheduler; empty: the defaults
 */
record SlurmConfig(
        Path directory,
        String host,
        int controllerPort,
        int nodePort,
        int slots,
        String user,
        String scheduler) {
    /** Settings other than the defaults that may matter for speed, for the page of the results. */
    static final String NAMED =
            "proctrack/linuxproc, task/none, no accounting, select/cons_tres; sched/backfill with"
                    + " the default SchedulerParameters, and \"at once\" with "
                    + SlurmCluster.AT_ONCE;

    Path file() {
        return directory.resolve("slurm.conf");
    }

    Path mungeSocket() {
        return directory.resolve("munge/socket");
    }

    String text() {
        return """
               ClusterName=benchmark
               SlurmctldHost=%1$s(127.0.0.1)
               SlurmctldPort=%2$d
               SlurmdPort=%3$d
               SlurmUser=%4$s
               SlurmdUser=%4$s
               AuthType=auth/munge
               AuthInfo=socket=%5$s
               StateSaveLocation=%6$s/state
               SlurmdSpoolDir=%6$s/spool
               SlurmctldPidFile=%6$s/slurmctld.pid
               SlurmdPidFile=%6$s/slurmd.pid
               SlurmctldLogFile=%6$s/slurmctld.log
               SlurmdLogFile=%6$s/slurmd.log
               ProctrackType=proctrack/linuxproc
               TaskPlugin=task/none
               JobAcctGatherType=jobacct_gather/none
               AccountingStorageType=accounting_storage/none
               MpiDefault=none
               ReturnToService=2
               SlurmdParameters=config_overrides
               MaxArraySize=10001
               SelectType=select/cons_tres
               SelectTypeParameters=CR_CPU
               NodeName=%1$s NodeAddr=127.0.0.1 CPUs=%7$d State=UNKNOWN
               PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
               %8$s
               """
                .formatted(
                        host,
                        controllerPort,
                        nodePort,
                        user,
                        mungeSocket(),
                        directory,
                        slots,
                        scheduler);
    }
}
