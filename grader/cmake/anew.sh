#!/bin/sh
# anew.sh COMMAND... -o FILE ...: removes FILE and then runs the command.
#
# For precompiled headers behind ccache. As long as the old one is there, ccache looks into it instead of into the headers that it is made
# of. After a change it then takes from the cache what another change has once made of the same old one.
#
# ccache must also look at the bytes of headers, as it does in its depend mode, and not at what the preprocessor leaves of them: g++ knows
# the headers in a precompiled one by their bytes, and would read one again of which only a comment has changed.
export CCACHE_DEPEND=1
before=
for word; do
  [ "$before" != -o ] || rm -f -- "$word"
  before=$word
done
exec "$@"
