# What the subdirectories share: the libraries, the flags, and one function each for a library and for its tests.
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED)
if(BACKPROP_TESTS)
  find_package(GTest REQUIRED)
endif()
find_package(PkgConfig REQUIRED)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
include(GoogleTest)

# What every file of the grader is compiled with. Libraries come in as system headers, so that warnings are ours.
add_library(grader_flags INTERFACE)
target_compile_options(grader_flags INTERFACE ${BACKPROP_WARNINGS})
target_include_directories(grader_flags INTERFACE ${PROJECT_SOURCE_DIR})
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

# grader_library(NAME files... LINK libraries...): one folder's library.
function(grader_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE grader_flags)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# grader_test(NAME files... LINK libraries...): one folder's tests, each case known to ctest by name.
function(grader_test name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} grader_flags GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE -O0)  # optimising a test takes longer than running it
  gtest_discover_tests(${name} TEST_PREFIX ${name}. NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT 600 ENVIRONMENT OPENBLAS_NUM_THREADS=1)  # ctest runs many at a time
endfunction()
