//! Acts that editors' programs send under keys: decisions and their undoing, in order.

use comment_protocol::{FieldError, FieldErrorCode, Problem, ProblemCode};

use super::decision::{DecisionRequest, MAX_DECISIONS, prepare};
use super::rights::Rights;
use crate::app::App;
use crate::clock::{self, Millis};
use crate::error::AppError;
use crate::secret::Hash;
use crate::store::record::{ActAnswer, ActOutcome, Deed, DeskAct};

/// Characters of a key.
pub const MAX_KEY_CHARS: usize = 64;

/// An act as it was sent.
#[derive(Debug, Clone)]
pub struct ActRequest {
    /// The key that the program chose.
    pub key: String,
    /// Hash of all that was sent.
    pub body_hash: Hash,
    /// What is to be done.
    pub wish: Wish,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Decide about the comment of this id.
    Decide(String, DecisionRequest),
    /// Undo one decision, by its key.
    Undo(String),
    /// Undo decisions that belong together, the last first.
    UndoAll(Vec<String>),
}

impl Wish {
    fn parts(&self) -> usize {
        match self {
            Self::Decide(..) | Self::Undo(_) => 1,
            Self::UndoAll(keys) => keys.len(),
        }
    }
}

/// What became of an act.
#[derive(Debug, Clone)]
pub enum Acted {
    /// Of one.
    One(ActAnswer),
    /// Of each of those undone together, by its key, in the order sent.
    Each(Vec<(String, ActAnswer)>),
    /// Nothing was done, and nothing is kept under the key.
    Refused(Problem),
}

/// Carries the acts out in their order, in one transaction; each succeeds or fails by itself.
///
/// # Errors
/// `validation_failed` where there are too many; nothing was done then.
pub async fn carry_out(
    app: &App,
    rights: &Rights,
    requests: Vec<ActRequest>,
) -> Result<Vec<Acted>, AppError> {
    let parts: usize = requests.iter().map(|request| request.wish.parts()).sum();
    if parts.max(requests.len()) > MAX_DECISIONS {
        return Err(AppError::field("acts", FieldErrorCode::TooMany));
    }
    let at = clock::now();
    let mut acts = Vec::with_capacity(parts);
    let mut plans = Vec::with_capacity(requests.len());
    for request in requests {
        plans.push(plan(app, rights, request, at, &mut acts).await?);
    }
    let mut answers = app.store.act(acts).await?.into_iter();
    app.activity.changed();
    Ok(plans
        .into_iter()
        .map(|plan| plan.answered(&mut answers))
        .collect())
}

/// What is to be made of the answers to come.
enum Plan {
    One,
    /// The keys in the order sent; what was undone last is answered first.
    Each(Vec<String>),
    Refused(Problem),
}

impl Plan {
    fn answered(self, answers: &mut impl Iterator<Item = ActAnswer>) -> Acted {
        let mut next = || {
            // The store answers each act.
            let answer = answers
                .next()
                .unwrap_or(ActAnswer::nothing(ActOutcome::NotFound));
            match answer.outcome {
                ActOutcome::Refused => Err(reused()),
                _ => Ok(answer),
            }
        };
        match self {
            Self::Refused(problem) => Acted::Refused(problem),
            Self::One => next().map_or_else(Acted::Refused, Acted::One),
            Self::Each(keys) => {
                let answers: Vec<_> = keys.iter().map(|_| next()).collect();
                let answers: Result<Vec<_>, _> = answers.into_iter().rev().collect();
                answers.map_or_else(Acted::Refused, |answers| {
                    Acted::Each(keys.into_iter().zip(answers).collect())
                })
            }
        }
    }
}

/// The key stands for an act of another body.
fn reused() -> Problem {
    Problem::new(ProblemCode::IdempotencyConflict)
}

async fn plan(
    app: &App,
    rights: &Rights,
    request: ActRequest,
    at: Millis,
    acts: &mut Vec<DeskAct>,
) -> Result<Plan, AppError> {
    let ActRequest {
        key,
        body_hash,
        wish,
    } = request;
    if !is_key(&key) {
        let error = FieldError::new("key", FieldErrorCode::InvalidValue);
        return Ok(Plan::Refused(Problem::validation(vec![error])));
    }
    let mut add = |part: usize, deed| {
        acts.push(DeskAct {
            key: key.clone(),
            part: u32::try_from(part).unwrap_or(u32::MAX),
            body_hash,
            deed,
        });
    };
    let undo = |of| Deed::Undo {
        of,
        by: rights.actor(),
        at,
    };
    Ok(match wish {
        Wish::Decide(id, request) => match prepare(app, rights, id, request, at).await {
            Ok(decision) => {
                add(0, Deed::Decide(decision));
                Plan::One
            }
            Err(AppError::Problem(problem)) => Plan::Refused(problem),
            Err(other) => return Err(other),
        },
        Wish::Undo(of) => {
            add(0, undo(of));
            Plan::One
        }
        Wish::UndoAll(keys) => {
            for (part, of) in keys.iter().enumerate().rev() {
                add(part, undo(of.clone()));
            }
            Plan::Each(keys)
        }
    })
}

/// Letters, digits and signs without a space, as identifiers are made of.
fn is_key(key: &str) -> bool {
    (1..=MAX_KEY_CHARS).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_is() {
        for (key, is_one) in [
            ("0b7c1f2e-6a0d-4a59-9d1e-1f2a3b4c5d6e", true),
            ("k", true),
            (&"k".repeat(MAX_KEY_CHARS), true),
            ("", false),
            (&"k".repeat(MAX_KEY_CHARS + 1), false),
            ("hai chữ", false),
            ("a b", false),
            ("a\0", false),
        ] {
            assert_eq!(is_key(key), is_one, "{key:?}");
        }
    }
}
