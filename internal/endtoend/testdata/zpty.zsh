# Types lines into a zsh of its own, presses TAB after each, and waits for what
# the line should become: zsh -f zpty.zsh FPATH (LINE WANT)...
zmodload zsh/zpty zsh/datetime
zpty child zsh -f -i
zpty -w child "PROMPT=; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; stty -echo; print RE''ADY"
shift
collect() { # until the child has printed $1
  local part out="" deadline=$(( EPOCHREALTIME + 60 ))
  while (( EPOCHREALTIME < deadline )); do
    # The bell says that several things fit.
    if zpty -r -t child part; then out+=${part//$'\a'/}; [[ $out == *$1* ]] && return; else sleep 0.02; fi
  done
  print -r -- "no $1 in: $out"
  failed=1
}
failed=0
collect READY
while (( $# )); do
  zpty -w -n child "$1"$'\t'
  collect "$2"
  zpty -w -n child $'\C-u'
  shift 2
done
zpty -d child
exit failed
