#!/bin/sh
# anew.sh COMMAND... -o FILE ...: removes FILE and then runs the command.
#
# For precompiled headers behind ccache. As long as the old one is there, ccache looks into it instead of into the headers that it is made
# of. After a change it then takes from the cache what another change has once made of the same old one.
before=
for word; do
  [ "$before" != -o ] || rm -f -- "$word"
  before=$word
done
exec "$@"
