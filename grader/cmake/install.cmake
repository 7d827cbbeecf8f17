# What `cmake --install` copies, in folders below the prefix that grader/base/places.hpp knows:
#
#     bin/grader            the program; it finds the rest beside itself, so the prefix can be moved
#     lib/backprop          what the builds of submissions are made of; the program that reads archives
#     share/backprop        assignments, headers, starters, README.md and TEACHING.md; in the component `course` also solutions and
#                           sources
#
# A fresh clone is configured before anything is built: so no rule here may ask whether a file of the build exists. OPTIONAL asks when
# it is installed.
#
# In a kit, the component `prebuilt` is bin and lib in a folder prebuilt/.
#
# The default prefix is a folder of its own. Student code can read everything below /usr.
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
  set(CMAKE_INSTALL_PREFIX /opt/backprop CACHE PATH "Where `cmake --install` copies to" FORCE)
endif()
set(own lib/backprop)
set(shared share/backprop)
set(sources ${PROJECT_SOURCE_DIR})

install(TARGETS grader_program RUNTIME DESTINATION bin COMPONENT grader)
if(TARGET grader_unpack)
  install(TARGETS grader_unpack RUNTIME DESTINATION ${own} COMPONENT grader)
endif()
install(DIRECTORY ${PROJECT_BINARY_DIR}/toolkit DESTINATION ${own} COMPONENT grader PATTERN "*.gch" EXCLUDE)
# A package leaves it out: it has a hundred megabytes, and only the compiler that made it takes it. clang++ takes it only where it was
# made, since it knows the headers in it by their places: there the grader makes one when it is first needed.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  install(FILES ${PROJECT_BINARY_DIR}/toolkit/include/backprop/tensor.hpp.gch DESTINATION ${own}/toolkit/include/backprop
          COMPONENT precompiled)
endif()
if(TARGET grader_stand_in_objects)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/stand-ins DESTINATION ${own} COMPONENT grader FILES_MATCHING PATTERN "*.o")
endif()

install(FILES ${sources}/LICENSE DESTINATION ${shared} COMPONENT grader)
install(DIRECTORY ${sources}/assignments DESTINATION ${shared} COMPONENT grader
        FILES_MATCHING PATTERN "*.json" PATTERN "*.md" PATTERN "*.svg" PATTERN "*.png" PATTERN "*.cpp")
install(DIRECTORY ${sources}/starter DESTINATION ${shared} COMPONENT grader
        PATTERN "src" EXCLUDE PATTERN "CMakeLists.txt" EXCLUDE)

install(DIRECTORY ${PROJECT_BINARY_DIR}/handouts DESTINATION ${shared} COMPONENT grader OPTIONAL FILES_MATCHING PATTERN "*.html")

# What the build fetched, if it could, with the licences.
install(FILES ${PROJECT_BINARY_DIR}/figures/figures.js DESTINATION ${shared}/figures COMPONENT grader OPTIONAL)
foreach(name IN ITEMS vega vega-lite vega-embed)
  install(FILES ${PROJECT_BINARY_DIR}/figures/node_modules/${name}/LICENSE DESTINATION ${shared}/figures/licences RENAME ${name}
          COMPONENT grader OPTIONAL)
endforeach()
# The packages for --similarity bring programs for all systems, of which one is needed.
set(machine x64)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(machine arm64)
endif()
set(others darwin-x64 darwin-arm64 win32-x64 win32-arm64 win32-ia32 linux-x64 linux-arm64)
list(REMOVE_ITEM others linux-${machine})
list(JOIN others "|" others)
install(DIRECTORY ${PROJECT_BINARY_DIR}/similarity DESTINATION ${shared} COMPONENT grader OPTIONAL
        REGEX "/prebuilds/(${others})$" EXCLUDE)

if(NOT EXISTS ${sources}/grader/kit)  # a kit is no course
  # What a kit with a program has in prebuilt/. The rest of an installation lies in the kit itself.
  install(TARGETS grader_program RUNTIME DESTINATION prebuilt/bin COMPONENT prebuilt EXCLUDE_FROM_ALL)
  install(DIRECTORY ${PROJECT_BINARY_DIR}/toolkit DESTINATION prebuilt/lib/backprop COMPONENT prebuilt EXCLUDE_FROM_ALL
          PATTERN "*.gch" EXCLUDE)
  return()
endif()

install(FILES ${sources}/README.md ${sources}/TEACHING.md DESTINATION ${shared} COMPONENT grader)

# Kits are made from these. Tests stay behind.
install(DIRECTORY ${sources}/solutions ${sources}/datasets ${sources}/grader DESTINATION ${shared} COMPONENT course
        PATTERN "*_test.cpp" EXCLUDE PATTERN "testing" EXCLUDE PATTERN "e2e" EXCLUDE PATTERN "fuzz" EXCLUDE PATTERN "bench" EXCLUDE
        PATTERN "integrations" EXCLUDE PATTERN "golden" EXCLUDE PATTERN "as_written" EXCLUDE PATTERN "browser" EXCLUDE)
install(FILES ${sources}/CMakeLists.txt ${sources}/CONTRIBUTING.md DESTINATION ${shared} COMPONENT course)
# install(DIRECTORY) either takes away everybody's right to run a file or copies all rights, and those may depend on a umask.
install(CODE "execute_process(COMMAND find grader -type f -perm -u+x WORKING_DIRECTORY \"${sources}\" OUTPUT_VARIABLE scripts)
              string(REGEX MATCHALL \"[^\\n]+\" scripts \"\${scripts}\")
              foreach(script IN LISTS scripts)
                set(script \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${shared}/\${script}\")
                if(EXISTS \"\${script}\")
                  file(CHMOD \"\${script}\" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
                endif()
              endforeach()" COMPONENT course)
install(FILES ${sources}/starter/CMakeLists.txt DESTINATION ${shared}/starter COMPONENT course)
install(DIRECTORY ${sources}/starter/src DESTINATION ${shared}/starter COMPONENT course
        PATTERN "*_test.cpp" EXCLUDE PATTERN "testing" EXCLUDE)
install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" \"-DSOURCE=${sources}\"
                                      \"-DOUTPUT=\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${shared}/COMMIT\"
                                      -P \"${sources}/grader/cmake/commit-file.cmake\" COMMAND_ERROR_IS_FATAL ANY)" COMPONENT course)

include(${sources}/grader/cmake/package.cmake)
