# Headers that most sources include, compiled once per build directory: it saves a third of the compile time. Sources
# include what they use all the same: clang-tidy reads them without this.
option(CONCLAVE_PRECOMPILE "Compile common headers once" ON)

# What is tested is optimised; the tests themselves need not be, and compile in half the time.
set(CONCLAVE_TEST_OPTIONS -O0)

# conclave_precompiled(NAME LINK … HEADERS …): the precompiled headers that conclave_use_precompiled() finds by name.
function(conclave_precompiled NAME)
  cmake_parse_arguments(arg "" "" "LINK;HEADERS" ${ARGN})
  set(source ${CMAKE_BINARY_DIR}/precompiled_${NAME}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "")
  add_library(conclave_precompiled_${NAME} OBJECT ${source})
  target_link_libraries(conclave_precompiled_${NAME} PRIVATE conclave_options ${arg_LINK})
  target_precompile_headers(conclave_precompiled_${NAME} PRIVATE ${arg_HEADERS})
endfunction()

# conclave_use_precompiled(TARGET NAME)
function(conclave_use_precompiled TARGET NAME)
  if(CONCLAVE_PRECOMPILE)
    target_precompile_headers(${TARGET} REUSE_FROM conclave_precompiled_${NAME})
  endif()
endfunction()

set(common_headers
    <algorithm>
    <functional>
    <map>
    <memory>
    <optional>
    <span>
    <string>
    <string_view>
    <thread>
    <utility>
    <vector>
    <absl/container/flat_hash_map.h>
    <absl/status/statusor.h>
    <absl/strings/str_cat.h>
    <absl/strings/str_format.h>
    <absl/synchronization/mutex.h>
    <absl/time/time.h>
    <conclave/v1/chat.pb.h>)
if(CONCLAVE_PRECOMPILE)
  conclave_precompiled(common LINK conclave::proto HEADERS ${common_headers})
  conclave_precompiled(grpc LINK conclave::grpc HEADERS ${common_headers} <grpcpp/grpcpp.h>)
  if(BUILD_TESTING)
    conclave_precompiled(test LINK conclave::proto GTest::gmock HEADERS ${common_headers} <gmock/gmock.h> <gtest/gtest.h>)
    target_compile_options(conclave_precompiled_test PRIVATE ${CONCLAVE_TEST_OPTIONS})
  endif()
endif()
