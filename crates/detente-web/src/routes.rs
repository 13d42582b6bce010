//! What is answered, and by what.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use detente_analysis::Answer;
use detente_desk::{catalogue, files};
use detente_engine::Control;
use detente_model::{CONCEPTS, read};
use tokio_stream::StreamExt;

use crate::api::{
    Analysis, AskRequest, CaseEntry, Compared, ConceptEntry, Digest, DigestOf, DocumentRequest, ExportRequest, FileRef,
    GraphRequest, MovesRequest, Open, PlaceOf, Problem, Reading, RowsRequest, Save, SourceText, Start, VerifyRequest,
    WaysRequest, Work, WorkRequest,
};
use crate::folder::{Folder, FolderError};
use crate::guard::{Guard, guarded, refuse};
use crate::kept::{Kept, Solved};
use crate::solve::{conflict, problem, state, variant};
use crate::stream::Workshop;
use crate::{analysis, ask, assets, export, graph, listing, moves, published, reading, sketch, ways};

/// A request is at most so long: a conflict file and room for what is asked of it.
const MAX_BODY: usize = 12 << 20;
/// So much of a request that is too long is read before it is refused.
const MAX_HEARD: usize = 64 << 20;
/// The text of a source is shown up to this length.
const MAX_SHOWN_SOURCE: usize = 8 << 20;

/// What all requests share.
#[derive(Debug)]
pub struct Shared {
    /// The opened folder.
    pub folder: Folder,
    /// The file to begin with.
    pub opened: Option<FileRef>,
    /// A folder that has the page, instead of the one that is compiled in.
    pub page: Option<PathBuf>,
    /// Where work is done.
    pub workshop: Workshop,
    /// The conflict that was asked about last.
    pub kept: Kept,
}

impl Shared {
    /// The conflict of a text in a variant, analysed.
    fn solved(&self, text: &str, variant: Option<&str>, control: &Control) -> Result<Arc<Solved>, Problem> {
        self.kept.solved(text, variant, || conflict(text, variant), control)
    }
}

/// Declares what is answered, each once: the router is made of it, and so are the requests that tests and fuzzers send.
macro_rules! routes {
    ($($route:ident: $method:ident $path:literal by $handler:ident;)*) => {
        /// Something that can be asked for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Route {
            $(#[doc = concat!("`", $path, "`.")] $route,)*
        }

        impl Route {
            /// Everything that can be asked for.
            pub const ALL: &[Route] = &[$(Route::$route),*];

            /// Its address.
            pub fn path(self) -> &'static str {
                match self {
                    $(Route::$route => $path,)*
                }
            }

            fn answered(self) -> MethodRouter<Arc<Shared>> {
                match self {
                    $(Route::$route => $method($handler),)*
                }
            }
        }
    };
}

routes! {
    Start: get "/api/start" by start;
    Open: post "/api/open" by open;
    Save: post "/api/save" by save;
    Digest: post "/api/digest" by digest;
    Work: post "/api/work" by work;
    Rows: post "/api/rows" by rows;
    Ask: post "/api/ask" by answer;
    Verify: post "/api/verify" by verify;
    Graph: post "/api/graph" by picture;
    Ways: post "/api/ways" by shortest_ways;
    Moves: post "/api/moves" by possible_moves;
    Document: post "/api/document" by document;
    Place: post "/api/place" by place;
    Export: post "/api/export" by take_out;
}

/// The whole server.
pub fn router(shared: Arc<Shared>, guard: Guard) -> Router {
    let routes = Route::ALL.iter().fold(Router::new(), |all, &one| all.route(one.path(), one.answered()));
    routes
        .fallback(page)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(shared)
        .layer(axum::middleware::from_fn_with_state(guard, guarded))
}

/// JSON of a request; what is wrong with it is told as everything else is.
struct Json<T>(T);

impl<S: Send + Sync, T> FromRequest<S> for Json<T>
where
    axum::Json<T>: FromRequest<S, Rejection = JsonRejection>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let stated =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if stated.is_some_and(|length: usize| length > MAX_BODY) {
            hear_out(request.into_body()).await;
            let why = format!("the request is too long: it may have up to {} MiB", MAX_BODY >> 20);
            return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_large", why));
        }
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(value)) => Ok(Json(value)),
            Err(rejection) => Err(refuse(rejection.status(), "bad_request", rejection.body_text())),
        }
    }
}

/// Reads what a request that is refused still sends, within reason: who is cut off while writing may never see the refusal.
async fn hear_out(body: Body) {
    let mut parts = body.into_data_stream();
    let mut heard = 0;
    while let Some(Ok(part)) = parts.next().await {
        heard += part.len();
        if heard > MAX_HEARD {
            return;
        }
    }
}

async fn page(State(shared): State<Arc<Shared>>, uri: Uri) -> Response {
    match assets::asset(uri.path(), shared.page.as_deref()) {
        Some(page) => page,
        None => refuse(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address"),
    }
}

async fn start(State(shared): State<Arc<Shared>>) -> Response {
    beside(move || {
        let (files, files_cut) = shared.folder.list();
        let case = |case: &catalogue::Case| {
            let conflict = read::read(case.text).conflict?;
            Some(CaseEntry {
                name: case.id.into(),
                title: conflict.title,
                decision_makers: conflict.decision_makers.len(),
                options: conflict.options.len(),
                reference: conflict.reference,
            })
        };
        Ok(Start {
            version: env!("CARGO_PKG_VERSION").into(),
            opened: shared.opened.clone(),
            files,
            files_cut,
            cases: catalogue::CASES.iter().filter_map(case).collect(),
            concepts: CONCEPTS
                .iter()
                .map(|concept| ConceptEntry {
                    id: concept.id.into(),
                    name: concept.name.into(),
                    title: concept.title.into(),
                    short: concept.short.into(),
                    words: concept.words.into(),
                })
                .collect(),
        })
    })
    .await
}

async fn open(State(shared): State<Arc<Shared>>, Json(request): Json<Open>) -> Response {
    beside(move || shared.folder.open(&request.file).map_err(folder_problem)).await
}

async fn save(State(shared): State<Arc<Shared>>, Json(request): Json<Save>) -> Response {
    beside(move || {
        let Save { name, text, expected } = &request;
        if text.len() > read::MAX_FILE_BYTES {
            return Err(problem("too_large", read::too_long(text.len() as u64).message));
        }
        shared.folder.save(name, text, expected.as_deref()).map_err(folder_problem)
    })
    .await
}

async fn digest(State(shared): State<Arc<Shared>>, Json(request): Json<DigestOf>) -> Response {
    beside(move || shared.folder.digest(&request.name).map(|digest| Digest { digest }).map_err(folder_problem)).await
}

async fn work(State(shared): State<Arc<Shared>>, Json(request): Json<WorkRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| {
        let WorkRequest { text, edits, variant: id, file } = request;
        let text = match edits.is_empty() {
            true => text,
            false => detente_edit::apply_all(&text, &edits).map_err(|error| problem("cannot_edit", error))?,
        };
        let read = reading::read(&text);
        let mut work = Work {
            reading: Reading { file: read.file, complaints: read.complaints, conflict: None },
            analysis: None,
            problem: None,
            published: Vec::new(),
            text,
        };
        let Some(conflict) = read.conflict else { return Ok(work) };
        let verification = files::verify(&conflict, &shared.folder.of_documents(file.as_ref()));
        work.reading.conflict = Some(sketch::sketch(&conflict, &verification));
        let solved = shared.kept.solved(&work.text, id.as_deref(), || variant(conflict, id.as_deref()), control);
        match solved.and_then(|solved| Ok(followed(&solved.answer()?, id.is_none()))) {
            Ok((analysis, published)) => {
                work.analysis = Some(analysis);
                work.published = published;
            }
            Err(problem) if problem.kind == "cancelled" => return Err(problem),
            Err(problem) => work.problem = Some(problem),
        }
        Ok(work)
    })
}

/// What follows from a conflict; and where it is the one that is written, the published results beside ours.
fn followed(answer: &Answer, written: bool) -> (Analysis, Vec<Compared>) {
    let published = if written { published::compared(answer) } else { Vec::new() };
    (analysis::analysis(answer), published)
}

async fn rows(State(shared): State<Arc<Shared>>, Json(request): Json<RowsRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| {
        let solved = shared.solved(&request.text, request.variant.as_deref(), control)?;
        listing::wanted(&solved, &request, control)
    })
}

async fn answer(State(shared): State<Arc<Shared>>, Json(request): Json<AskRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| ask::ask(&request, &shared.folder, control))
}

async fn verify(State(shared): State<Arc<Shared>>, Json(request): Json<VerifyRequest>) -> Response {
    shared.workshop.answer(move |control| ask::verified(&request, control))
}

async fn picture(State(shared): State<Arc<Shared>>, Json(request): Json<GraphRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| {
        let solved = shared.solved(&request.text, request.variant.as_deref(), control)?;
        graph::picture(&solved.answer()?, &request, control)
    })
}

async fn shortest_ways(State(shared): State<Arc<Shared>>, Json(request): Json<WaysRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| {
        let solved = shared.solved(&request.text, request.variant.as_deref(), control)?;
        ways::ways(&solved.answer()?, &request, control)
    })
}

async fn possible_moves(State(shared): State<Arc<Shared>>, Json(request): Json<MovesRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| {
        let solved = shared.solved(&request.text, request.variant.as_deref(), control)?;
        let answer = solved.answer()?;
        let state = state(&answer, request.state.as_deref())?;
        Ok(moves::moves(&answer, &state))
    })
}

async fn take_out(State(shared): State<Arc<Shared>>, Json(request): Json<ExportRequest>) -> Response {
    let workshop = shared.workshop.clone();
    workshop.answer(move |control| export::export(&request, &shared.folder, control))
}

async fn document(State(shared): State<Arc<Shared>>, Json(request): Json<DocumentRequest>) -> Response {
    beside(move || {
        let conflict = conflict(&request.text, None)?;
        let source = conflict.sources.iter().find(|source| source.id == request.source);
        let source = source.ok_or_else(|| problem("not_found", "there is no source of this name"))?;
        let not_at_hand = || problem("not_found", "the document is not at hand: put it beside the conflict file");
        let bytes = shared.folder.document(source, request.file.as_ref()).ok_or_else(not_at_hand)?;
        if bytes.len() > MAX_SHOWN_SOURCE {
            return Err(problem("too_large", "the document is too long to be shown"));
        }
        let text = String::from_utf8(bytes).map_err(|_| problem("not_found", "the document is no UTF-8 text"))?;
        Ok(SourceText { text })
    })
    .await
}

async fn place(Json(request): Json<PlaceOf>) -> Response {
    beside(move || Ok(reading::place(&request.text, &request.at))).await
}

fn folder_problem(error: FolderError) -> Problem {
    let kind = match error {
        FolderError::BadName(_) => "bad_request",
        FolderError::NotFound(_) => "not_found",
        FolderError::NotText(_) => "bad_file",
        FolderError::System(..) => "cannot_write",
    };
    problem(kind, error)
}

/// Answers with what short work beside the server finds.
async fn beside<T: serde::Serialize + Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(answer)) => axum::Json(answer).into_response(),
        Ok(Err(problem)) => {
            let status = match problem.kind.as_str() {
                "not_found" => StatusCode::NOT_FOUND,
                "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
                "cannot_write" => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::BAD_REQUEST,
            };
            (status, axum::Json(problem)).into_response()
        }
        Err(_) => refuse(
            StatusCode::INTERNAL_SERVER_ERROR,
            "bad_answer",
            "the server made a mistake; this is a fault of Détente",
        ),
    }
}
