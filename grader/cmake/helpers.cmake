# Shared by the subdirectories: the libraries, the flags, one function for a library and one for its tests.
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("#include <version>\n#ifndef _LIBCPP_VERSION\n#error no libc++\n#endif\nint main() {}" BACKPROP_LIBCXX)
check_cxx_source_compiles("#include <version>\n#if !defined(_LIBCPP_VERSION) || _LIBCPP_VERSION >= 180000\n#error no\n#endif\nint main() {}"
                          BACKPROP_LIBCXX_BEFORE_18)
set(BACKPROP_FOREIGN_LIBRARIES OFF)
if(BACKPROP_LIBCXX AND CMAKE_SYSTEM_NAME STREQUAL Linux)
  # A distribution's libraries are compiled with its own standard library. Of those that have strings in their interfaces, fmt can be
  # used as headers, GoogleTest as sources, and yaml-cpp not at all.
  set(BACKPROP_FOREIGN_LIBRARIES ON)
  set_property(TARGET fmt::fmt APPEND PROPERTY INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY)
endif()
if(BACKPROP_TESTS AND BACKPROP_FOREIGN_LIBRARIES)
  add_subdirectory(/usr/src/googletest ${PROJECT_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)
elseif(BACKPROP_TESTS)
  find_package(GTest REQUIRED)
endif()
find_package(PkgConfig REQUIRED)
if(BACKPROP_SANDBOX)
  pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
endif()
include(GoogleTest)

# Flags for every file of the grader. Libraries are included as system headers, so that all warnings are about our code.
add_library(grader_flags INTERFACE)
target_compile_options(grader_flags INTERFACE ${BACKPROP_WARNINGS})
target_include_directories(grader_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(grader_flags INTERFACE fmt::fmt)  # the precompiled headers use its definitions
if(BACKPROP_SANITIZE)
  target_compile_options(grader_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                                -fno-omit-frame-pointer)
  target_link_options(grader_flags INTERFACE -fsanitize=address,undefined)
endif()

option(BACKPROP_FUZZ "Build the libFuzzer targets; needs clang" OFF)
if(BACKPROP_FUZZ)
  target_compile_options(grader_flags INTERFACE -fsanitize=fuzzer-no-link,address)
  target_link_options(grader_flags INTERFACE -fsanitize=address)
endif()

# Precompiles headers that take longer to read than our own code. Files still include what they use.
set(BACKPROP_COMMON_HEADERS <algorithm> <filesystem> <fstream> <functional> <map> <memory> <optional> <string> <string_view> <vector>
                            <fmt/format.h>)
# A kit's folder has no grader/kit. It is compiled by folders, and nearly every folder has a file that includes these.
set(BACKPROP_KIT ON)
if(EXISTS ${PROJECT_SOURCE_DIR}/grader/kit)
  set(BACKPROP_KIT OFF)
endif()
if(BACKPROP_KIT)
  list(APPEND BACKPROP_COMMON_HEADERS <array> <charconv> <chrono> <cmath> <mutex> <set> <span> <sstream> <thread> <fmt/ranges.h>)
endif()
file(WRITE ${PROJECT_BINARY_DIR}/nothing.cpp "")

# precompiled_headers(NAME headers... LINK libraries...)
function(precompiled_headers name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/nothing.cpp)
  target_link_libraries(${name} PRIVATE grader_flags ${ARG_LINK})
  target_precompile_headers(${name} PRIVATE ${ARG_UNPARSED_ARGUMENTS})
  if(CCACHE)
    set(launcher sh ${PROJECT_SOURCE_DIR}/grader/cmake/anew.sh ${CMAKE_CXX_COMPILER_LAUNCHER})
    set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "${launcher}")
  endif()
endfunction()

# A kit has one file for all its code: what nobody uses of it costs nothing, and a second file costs what a large folder does.
set(BACKPROP_PRECOMPILED grader_layer_headers)
if(BACKPROP_KIT)
  target_link_libraries(grader_flags INTERFACE backprop_headers)
else()
  set(BACKPROP_PRECOMPILED grader_common_headers)
  precompiled_headers(grader_common_headers ${BACKPROP_COMMON_HEADERS})
endif()
# For code that is written in the vocabulary.
precompiled_headers(grader_layer_headers ${BACKPROP_COMMON_HEADERS} <tuple> <backprop/rng.hpp> <backprop/tensor.hpp>
                    ${PROJECT_SOURCE_DIR}/grader/ops/call.hpp ${PROJECT_SOURCE_DIR}/grader/ops/op.hpp LINK backprop_headers)
# For descriptions of ops: a worker's linker drops what only the grader needs, and it can drop sections only.
set(BACKPROP_DESCRIPTION_FLAGS -ffunction-sections -fdata-sections)
if(BACKPROP_TESTS)
  foreach(kind test optimised_test)
    precompiled_headers(grader_${kind}_headers ${BACKPROP_COMMON_HEADERS} <backprop/rng.hpp> <backprop/tensor.hpp> <gmock/gmock.h>
                        <gtest/gtest.h> LINK backprop_headers GTest::gmock GTest::gtest)
  endforeach()
  target_compile_options(grader_test_headers PRIVATE -O0)
endif()

# Half of what compiling a small file costs is templates that its neighbours instantiate too. So files of a folder are compiled sixteen
# at a time. Where nobody develops, as in a kit, they are compiled all at once, which takes a large folder a quarter less and makes a
# change dearer. Names in unnamed namespaces must differ within a folder. Each file still includes what it uses: the presets for
# debuggers and sanitizers compile each by itself.
option(BACKPROP_UNITY "Compile several files of a folder at a time" ON)
function(compile_together target)
  if(BACKPROP_UNITY)
    set(batch 16)
    if(NOT BACKPROP_TESTS)
      set(batch 0)  # no bound
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${batch})
  endif()
endfunction()

# A kit has those files of a library that its own program needs. Here a file that is missing is an error.
function(files_that_are_here files result)
  if(BACKPROP_KIT)
    set(here)
    foreach(file IN LISTS files)
      if(IS_ABSOLUTE ${file} OR EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${file})  # absolute paths are of generated files
        list(APPEND here ${file})
      endif()
    endforeach()
    set(files ${here})
    if(NOT files)
      set(files ${PROJECT_BINARY_DIR}/nothing.cpp)
    endif()
  endif()
  set(${result} ${files} PARENT_SCOPE)
endfunction()

# grader_library(NAME files... LINK libraries... [PRECOMPILED grader_layer_headers] [ONE_BY_ONE]): makes one folder's library.
# ONE_BY_ONE keeps an object for each file.
function(grader_library name)
  cmake_parse_arguments(ARG "ONE_BY_ONE" "PRECOMPILED" "LINK" ${ARGN})
  if(NOT ARG_PRECOMPILED)
    set(ARG_PRECOMPILED ${BACKPROP_PRECOMPILED})
  endif()
  files_that_are_here("${ARG_UNPARSED_ARGUMENTS}" files)
  add_library(${name} STATIC ${files})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE grader_flags)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_precompile_headers(${name} REUSE_FROM ${ARG_PRECOMPILED})
  if(NOT ARG_ONE_BY_ONE)
    compile_together(${name})
  endif()
endfunction()

# grader_test(NAME files... LINK libraries... [NOT_PRECOMPILED] [SLOW] [OPTIMISED]): makes one folder's tests. ctest knows each case by
# name. Slow tests start first, so that no processor waits at the end. OPTIMISED is for tests that compute: optimising others takes
# longer than running them. The libraries alone being optimised is not enough, since the linker takes a template's code from the first
# object that has it, which is a test's. SAME_BLAS is for tests of numbers that a long training on badly scaled inputs gives: there
# the last bits grow, and OpenBLAS has other kernels for each processor.
function(grader_test name)
  cmake_parse_arguments(ARG "NOT_PRECOMPILED;SLOW;OPTIMISED;SAME_BLAS" "" "LINK" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} grader_flags backprop_headers GTest::gtest GTest::gmock GTest::gtest_main)
  set(headers grader_optimised_test_headers)
  if(ARG_OPTIMISED)
    target_compile_options(${name} PRIVATE -Wno-array-bounds -Wno-stringop-overflow)  # g++ 12 raises them wrongly
  else()
    set(headers grader_test_headers)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  compile_together(${name})
  set(cost 0)
  if(ARG_SLOW)
    set(cost 10)
  endif()
  if(NOT ARG_NOT_PRECOMPILED)
    target_precompile_headers(${name} REUSE_FROM ${headers})
  endif()
  set(blas)
  if(ARG_SAME_BLAS AND CMAKE_SYSTEM_PROCESSOR STREQUAL x86_64)
    set(blas ENVIRONMENT_MODIFICATION OPENBLAS_CORETYPE=set:Haswell)
  endif()
  gtest_discover_tests(${name} TEST_PREFIX ${name}. NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 1800 COST ${cost} ENVIRONMENT OPENBLAS_NUM_THREADS=1 ${blas})  # ctest runs several at a time
endfunction()
