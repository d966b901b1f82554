#ifndef CONCLAVE_CLIENT_QT_MODEL_TIMELINE_MODEL_H_
#define CONCLAVE_CLIENT_QT_MODEL_TIMELINE_MODEL_H_

#include <QAbstractListModel>
#include <deque>
#include <functional>
#include <optional>
#include <span>

#include "client-qt/core/message.h"
#include "client-qt/model/text_window.h"

namespace conclave::desktop {

// What is known of one room's story, without a hole: messages by number, then those that wait to be sent in the order
// they were written. Of a long story only the texts around what is looked at and the newest are in memory; the others
// are absent until somebody looks (dataChanged), and nothing else of them is. Lives on the GUI's thread; owned by the
// Session, which fills it. Views follow the usual signals of a model: rowsInserted in front (history) and at the end,
// rowsRemoved, rowsMoved, dataChanged, modelReset. That a text was let go of is not told.
class TimelineModel : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role {
    // QString, the plain text; also Qt::DisplayRole.
    kTextRole = Qt::UserRole + 1,
    // QString.
    kAuthorRole,
    // qlonglong, microseconds since 1970 UTC.
    kTimeRole,
    // int, a SendState.
    kStateRole,
  };
  Q_ENUM(Role)

  // What becomes of texts that nobody looks at.
  enum class Texts {
    // They stay.
    kKept,
    // They are let go of, and asked for again through TextsWanted.
    kBrought,
  };

  explicit TimelineModel(RoomId room, Texts texts = Texts::kKept, QObject* parent = nullptr);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  void multiData(const QModelIndex& index, QModelRoleDataSpan roles) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
  // Older history is to be had, and is not being fetched.
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  // Asks the Session for the page before the first row, through OlderWanted.
  void fetchMore(const QModelIndex& parent) override;

  [[nodiscard]] RoomId room() const { return room_; }
  [[nodiscard]] const Message& At(int row) const { return messages_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] std::optional<int> RowOf(Seq seq) const;
  // The first row is where the room, or what this person may read of it, begins.
  [[nodiscard]] bool at_beginning() const { return at_beginning_; }
  // The last number this person has read; 0: none.
  [[nodiscard]] Seq read_up_to() const { return read_up_to_; }

  // The rows from `first` to `last` are in view; first > last: none is.
  void LookAt(int first, int last);
  void LookAway() { LookAt(0, -1); }
  // From now on all texts are wanted and stay, for a caller that reads them all.
  void KeepAllTexts();
  [[nodiscard]] bool HasAllTexts(int first, int last) const;

  // Messages with numbers, ascending, all above the last number here. One that was waiting here is changed or moved,
  // not doubled.
  void Append(std::span<const Message> messages);
  // Older ones, ascending, all below the first number here. Ends the fetch under way.
  void Prepend(std::span<const Message> messages, bool at_beginning);
  // The fetch under way brought nothing, and may be tried again.
  void FetchFailed();
  // The answer to TextsWanted: what could be had of it.
  void PutTexts(std::span<const Message> messages);
  // One that waits, or a new state of it.
  void PutUnsent(const Message& message);
  void RemoveUnsent(const CommandId& command);
  // The server has the one that waits; its number follows by Append.
  void MarkSent(const CommandId& command);
  // Changes messages in place, e.g. when a name is known at last; `change` says whether it changed the one it is given.
  void Update(const std::function<bool(Message&)>& change);
  void SetReadUpTo(Seq seq);
  // Forgets all messages that the server has, e.g. when its store is another one.
  void Clear();

 Q_SIGNALS:
  void OlderWanted();
  // The messages with these numbers; one question at a time.
  void TextsWanted(conclave::Seq first, conclave::Seq last);
  void ReadUpToChanged();
  void AtBeginningChanged();

 private:
  // Where those that wait begin.
  [[nodiscard]] int FirstUnsent() const { return rowCount() - unsent_; }
  [[nodiscard]] std::optional<int> UnsentRowOf(const CommandId& command) const;
  void InsertSent(std::span<const Message> messages);
  // The row nearest to the view whose text is to come.
  [[nodiscard]] std::optional<int> FirstAbsent() const;
  void AskForTexts();
  void LetGo(const std::vector<RowRange>& leaving);
  // The one waiting in that row is the next of those with numbers.
  void TurnSent(int row, const Message& message);

  const RoomId room_;
  const Texts texts_;
  std::deque<Message> messages_;
  TextWindow window_;
  // The row's number that was asked for and has not come; 0: none.
  Seq asked_ = 0;
  // What was asked for cannot be had; nothing is asked until somebody looks elsewhere.
  bool texts_failed_ = false;
  // How many at the end wait to be sent.
  int unsent_ = 0;
  bool at_beginning_ = false;
  bool fetching_ = false;
  Seq read_up_to_ = 0;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_MODEL_TIMELINE_MODEL_H_
