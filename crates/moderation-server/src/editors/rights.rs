//! What each role allows, in one table. Nothing here knows of requests or of the database.

use crate::store::people::{Actor, Reach, Role, Scope};
use crate::store::record::EditorRow;

/// Something that not everybody at the desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// One's own account: password, second factor, sessions, signing out.
    OwnAccount,
    /// Read comments and decide about them.
    Decide,
    /// See readers' e-mail addresses.
    SeeEmails,
    /// Open, hold and close articles.
    ManageArticles,
    /// Read the desk's log.
    SeeLog,
    /// Take lists away as files.
    Export,
    /// Let colleagues in.
    Invite,
    /// Shut accounts out, end their sessions, make links for a new password.
    LockOut,
    /// Say who is what, and where.
    ManageRoles,
}

impl Right {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::OwnAccount,
        Self::Decide,
        Self::SeeEmails,
        Self::ManageArticles,
        Self::SeeLog,
        Self::Export,
        Self::Invite,
        Self::LockOut,
        Self::ManageRoles,
    ];

    /// The least role that has it.
    const fn least(self) -> Role {
        match self {
            Self::OwnAccount | Self::Decide => Role::Editor,
            Self::SeeEmails | Self::ManageArticles | Self::SeeLog | Self::Export => Role::Secretary,
            Self::Invite | Self::LockOut | Self::ManageRoles => Role::Administrator,
        }
    }
}

/// What one account may do, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    editor: i64,
    role: Role,
    scope: Scope,
}

impl Rights {
    /// Those of an account.
    #[must_use]
    pub fn of(editor: &EditorRow) -> Self {
        Self {
            editor: editor.id,
            role: editor.role,
            scope: editor.scope.clone(),
        }
    }

    /// Whether the role allows it.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.role >= right.least()
    }

    /// Where.
    #[must_use]
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What the account may see of the database.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach {
            scope: self.scope.clone(),
            emails: self.may(Right::SeeEmails),
            editor: self.editor,
        }
    }

    /// The account as the one who does something.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            editor: self.editor,
            scope: self.scope.clone(),
        }
    }

    /// Whether the account may let somebody in there, or change one who works there.
    #[must_use]
    pub fn covers(&self, scope: &Scope) -> bool {
        self.may(Right::ManageRoles) && self.scope.covers(scope)
    }
}

/// What a handler needs, as a type: no handler gets a session without naming one.
pub trait Need {
    /// The right.
    const RIGHT: Right;
}

macro_rules! needs {
    ($($name:ident)*) => {
        /// One type for each [`Right`].
        pub mod need {
            $(
                #[doc = concat!("A handler that needs [`Right::", stringify!($name), "`](super::Right::", stringify!($name), ").")]
                #[derive(Debug, Clone, Copy)]
                pub struct $name;

                impl super::Need for $name {
                    const RIGHT: super::Right = super::Right::$name;
                }
            )*
        }
    };
}

needs! {
    OwnAccount Decide SeeEmails ManageArticles SeeLog Export Invite LockOut ManageRoles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::people::Area;

    fn rights(role: Role) -> Rights {
        let scope = Scope::within(vec![Area {
            site: "bao".into(),
            section: None,
        }]);
        Rights {
            editor: 1,
            role,
            scope,
        }
    }

    #[test]
    fn who_may_what() {
        for (right, editor, secretary, administrator) in [
            (Right::OwnAccount, true, true, true),
            (Right::Decide, true, true, true),
            (Right::SeeEmails, false, true, true),
            (Right::ManageArticles, false, true, true),
            (Right::SeeLog, false, true, true),
            (Right::Export, false, true, true),
            (Right::Invite, false, false, true),
            (Right::LockOut, false, false, true),
            (Right::ManageRoles, false, false, true),
        ] {
            let may = Role::ALL.map(|(role, _)| rights(role).may(right));
            assert_eq!(may, [editor, secretary, administrator], "{right:?}");
        }
    }

    #[test]
    fn e_mails_are_for_those_who_may_see_them() {
        for (role, sees) in [(Role::Editor, false), (Role::Secretary, true)] {
            assert_eq!(rights(role).reach().emails, sees);
        }
    }

    #[test]
    fn an_administrator_of_one_site_is_one_of_that_site() {
        let own = rights(Role::Administrator);
        assert!(own.covers(&own.scope));
        assert!(!own.covers(&Scope::Everywhere));
        assert!(!rights(Role::Secretary).covers(&own.scope));
    }
}
