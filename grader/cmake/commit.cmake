# cmake -DSOURCE=FOLDER -DOUTPUT=FILE -P commit.cmake: writes the function commit() of grader/base/version.hpp. An installed course has
# the commit in a file COMMIT. A kit may lie in a repository of the student's, whose commits are no commits of the course.
set(commit)
if(EXISTS ${SOURCE}/COMMIT)
  file(STRINGS ${SOURCE}/COMMIT commit LIMIT_COUNT 1 REGEX "^[0-9a-f]+$")
elseif(EXISTS ${SOURCE}/.git AND EXISTS ${SOURCE}/grader/kit)
  execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(text "#include \"grader/base/version.hpp\"\n\nstd::string grader::commit() { return \"${commit}\"; }\n")
file(WRITE ${OUTPUT}.new "${text}")
file(COPY_FILE ${OUTPUT}.new ${OUTPUT})
