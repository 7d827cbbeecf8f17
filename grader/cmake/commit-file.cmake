# cmake -DSOURCE=FOLDER -DOUTPUT=FILE -P commit-file.cmake: writes the commit of SOURCE into a file, for a copy that is no clone. Writes
# nothing if SOURCE is no clone and has no such file itself.
if(EXISTS ${SOURCE}/COMMIT)
  file(COPY_FILE ${SOURCE}/COMMIT ${OUTPUT})
elseif(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE commit ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    file(WRITE ${OUTPUT} "${commit}")
  endif()
endif()
