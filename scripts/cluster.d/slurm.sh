# Sourced by scripts/cluster: a Slurm of the hosts, without the services of a real one (munge, systemd, a database).
# shellcheck shell=bash disable=SC2154,SC2016  # variables of hosts.sh; shells within start with their own

need_slurm() {
  local tool
  for tool in slurmctld slurmd srun sinfo; do
    command -v "$tool" >/dev/null || skip "$tool is not installed (scripts/setup --test)"
  done
}

# Where every daemon keeps its own things: PMIx makes files of one name below TmpFS.
write_slurm_conf() {
  local folder=$1 host
  cat <<CONF
ClusterName=as$id
SlurmctldHost=head($(address_of head))
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
TmpFS=$folder/tmp/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
KillWait=2
CONF
  for host in $(nodes); do echo "NodeName=$host NodeAddr=$(address_of "$host") CPUs=4 RealMemory=1000"; done
  echo "PartitionName=main Nodes=ALL Default=YES State=UP MaxTime=INFINITE OverSubscribe=NO"
}

# on HOST COMMAND...: as run, but with this machine's own /sys, in which slurmd looks for control groups.
on() {
  local host=$1 name
  shift
  name=$(namespace_of "$host")
  nsenter --net="/run/netns/$name" unshare --uts --mount -- \
    /bin/sh -c 'hostname "$1"; mount --bind "/etc/netns/$2/hosts" /etc/hosts; shift 2; exec "$@"' sh "$host" "$name" "$@"
}

# start_slurm FILE: with the lines of FILE in its configuration.
start_slurm() {
  local folder=$state/slurm host tries
  mkdir -p "$folder"/{state,log,spool,tmp}
  { write_slurm_conf "$folder" && cat "$1"; } >"$folder/slurm.conf"
  export SLURM_CONF=$folder/slurm.conf
  on head slurmctld -i -c -f "$SLURM_CONF"
  for host in $(nodes); do
    mkdir -p "$folder/spool/$host" "$folder/tmp/$host"
    on "$host" slurmd -N "$host" -f "$SLURM_CONF"
  done
  for ((tries = 0; tries < 300; tries++)); do
    [[ $(on head sinfo -h -N -t idle -o %N | wc -l) != "$(nodes | wc -l)" ]] || return 0
    sleep 0.2
  done
  on head sinfo >&2
  fail "not all of Slurm's nodes became idle in 60 s"
}

# run_slurm COMMAND...: one of Slurm's own, on its head; what it starts finds Slurm and the switch.
run_slurm() {
  [[ -s $state/slurm/slurm.conf ]] || fail "this cluster has no Slurm (scripts/cluster up N --slurm)"
  export SLURM_CONF=$state/slurm/slurm.conf PMIX_MCA_gds=hash
  export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_btl=tcp,self OMPI_MCA_pml=ob1 OMPI_MCA_btl_tcp_if_include=$network.0/24
  on head "$@"
}
