#ifndef CONCLAVE_SERVER_FANOUT_MARKS_H_
#define CONCLAVE_SERVER_FANOUT_MARKS_H_

#include <string>

#include "server/fanout/outbox.h"

namespace conclave::fanout {

// Append the encoded event of a mark (an item that is no events), or of a notice.
void AppendMark(const LaneItem& mark, std::string& out);
void AppendBehind(const Outgoing::BehindNotice& notice, std::string& out);

}  // namespace conclave::fanout

#endif  // CONCLAVE_SERVER_FANOUT_MARKS_H_
