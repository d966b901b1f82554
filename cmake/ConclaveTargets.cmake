# Functions that make our targets, so that folders list only what is theirs.

# conclave_library(NAME <folder target> SOURCES … [LINK …] [PRIVATE_LINK …])
function(conclave_library)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(conclave_${arg_NAME} STATIC ${arg_SOURCES})
  add_library(conclave::${arg_NAME} ALIAS conclave_${arg_NAME})
  target_link_libraries(
    conclave_${arg_NAME}
    PUBLIC ${arg_LINK}
    PRIVATE conclave_options ${arg_PRIVATE_LINK})
  target_include_directories(conclave_${arg_NAME} PUBLIC ${CMAKE_SOURCE_DIR})
  if("conclave::grpc" IN_LIST arg_LINK OR "conclave::grpc" IN_LIST arg_PRIVATE_LINK)
    conclave_use_precompiled(conclave_${arg_NAME} grpc)
  else()
    conclave_use_precompiled(conclave_${arg_NAME} common)
  endif()
endfunction()

# conclave_test(NAME <target> SOURCES … LINK … [LABELS …]): one GoogleTest program, each of its tests known to CTest.
function(conclave_test)
  cmake_parse_arguments(arg "" "NAME;TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${arg_NAME} ${arg_SOURCES})
  target_link_libraries(${arg_NAME} PRIVATE conclave_options ${arg_LINK} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_options(${arg_NAME} PRIVATE ${CONCLAVE_TEST_OPTIONS})
  conclave_use_precompiled(${arg_NAME} test)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  gtest_discover_tests(
    ${arg_NAME}
    DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT})
endfunction()
include(GoogleTest)
