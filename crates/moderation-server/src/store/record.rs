//! What goes into the store and comes out of it, whatever the database, under one name.

pub use super::acts::{ActAnswer, ActBefore, ActComment, ActOutcome, Deed, DeskAct};
pub use super::articles::{
    ArticleChange, ArticleFilter, ArticleList, ArticleQuery, ArticleRow, Gate,
};
pub use super::comments::{
    CommentDraft, CreateOutcome, Exchange, HeldFor, IdempotencyDraft, LikeOutcome, ListPosition,
    ListQuery, PublishedList, PublishedRow, ReaderDraft, ReceiptRow,
};
pub use super::context::{
    CommentContext, Earlier, KnownBy, LAST_SHOWN, MAX_LOOKED_AT, SAME_NAMED, Said, SameText,
    WriterHistory,
};
pub use super::desk::{
    Claim, ConfirmPage, Decision, DecisionOutcome, DeskDetail, DeskRow, LogRow, MAX_TOTAL,
    QueueCounts, QueuePage, QueueQuery, RevisionRow, SectionCounts,
};
pub use super::desk_log::{DeskAction, DeskLogRow};
pub use super::drafts::{DraftOutcome, DraftRow, MAX_DRAFTS, NewDraft};
pub use super::editors::{
    AcceptOutcome, AccountChange, AccountOutcome, EditorRow, Ending, InvitationRow, InvitedBy,
    NewEditor, NewInvitation, NewReset, NewSession, OpenLink, OpenSession, Revocation,
    RightsChange, SessionRow,
};
pub use super::news::{DecidedRow, NewsPage};
pub use super::pages::{
    ActivePage, Announcement, ConfirmOutcome, LIKES_APART, PageDraft, PageSummary, UnconfirmedPage,
};
pub use super::people::{Actor, Area, Reach, Role, Scope};
pub use super::search::{Among, Field, Phase, SearchPage, SearchQuery, SearchStart, Sought, Term};
pub use super::second_factor::{ConfirmedFactor, NewSecondFactor, SecondFactorRow};
pub use super::shares::{Place, Share, ShareRequest, Workload};
