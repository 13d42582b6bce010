//! What can be taken out: the report, tables, and the file itself.

use detente_desk::analysis::Analysis;
use detente_desk::report::{self, Command, Written};
use detente_engine::Control;

use crate::api::{ExportFormat, ExportRequest, Exported, FileRef, Problem};
use crate::ask::{Asked, host, refused};
use crate::folder::Folder;
use crate::solve::problem;

/// So many verdicts go into a table: some 100 MB.
const MAX_VERDICTS: usize = 1 << 21;
/// The name of a file is cut here, in characters.
const MAX_NAME: usize = 120;
/// So many states of each kind go into the JSON of an analysis, as on the command line.
const MAX_STATES_IN_JSON: usize = 10_000;

/// Something taken out.
pub fn export(request: &ExportRequest, folder: &Folder, control: &Control) -> Result<Exported, Problem> {
    let (ending, media_type) = match request.format {
        ExportFormat::Html => ("html", "text/html; charset=utf-8"),
        ExportFormat::Markdown => ("md", "text/markdown; charset=utf-8"),
        ExportFormat::Latex => ("tex", "application/x-tex"),
        ExportFormat::Csv => ("csv", "text/csv; charset=utf-8"),
        ExportFormat::Json => ("json", "application/json"),
        ExportFormat::Toml => ("toml", "application/toml"),
    };
    let variant = request.variant.as_deref().filter(|id| *id != "base");
    let (file, stem) = match &request.file {
        Some(FileRef::Catalogue { name }) => (name.as_str(), name.as_str()),
        Some(FileRef::Folder { name }) => (name.as_str(), name.strip_suffix(".toml").unwrap_or(name)),
        None => ("conflict.toml", "conflict"),
    };
    // A request may name anything as its file; what is taken out gets the name of a file in any case.
    let plain = |c: char| if c.is_alphanumeric() || " ._-()".contains(c) { c } else { '_' };
    let stem: String = stem.chars().map(plain).take(MAX_NAME).collect();
    let name = match (variant, request.format) {
        // The file has its variants in it.
        (Some(id), format) if format != ExportFormat::Toml => format!("{stem}-{id}.{ending}"),
        _ => format!("{stem}.{ending}"),
    };
    let text = match written(request.format) {
        Some(written) => {
            let command = Command { file, variant, written, limit: report::LIMIT, sources: false, output: Some(&name) };
            let asked = Asked::new(&request.text, variant)?;
            let folders = folder.of_documents(request.file.as_ref());
            let host = host(control, &|_| {}, &folders);
            report::report(asked.conflict().0, &command, env!("CARGO_PKG_VERSION"), &host).map_err(refused)?
        }
        None if request.format == ExportFormat::Toml => request.text.clone(),
        None => data(request, variant, folder, control)?,
    };
    Ok(Exported { name, media_type: media_type.into(), text })
}

/// How a report is written; `None` for what is no report.
fn written(format: ExportFormat) -> Option<Written> {
    match format {
        ExportFormat::Html => Some(Written::Html),
        ExportFormat::Markdown => Some(Written::Markdown),
        ExportFormat::Latex => Some(Written::Latex),
        ExportFormat::Csv | ExportFormat::Json | ExportFormat::Toml => None,
    }
}

/// The analysis as JSON, or its verdicts as CSV.
fn data(request: &ExportRequest, variant: Option<&str>, folder: &Folder, control: &Control) -> Result<String, Problem> {
    let asked = Asked::new(&request.text, variant)?;
    let folders = folder.of_documents(request.file.as_ref());
    let host = host(control, &|_| {}, &folders);
    let analysis = Analysis::new(asked.conflict().0, &[], &host).map_err(refused)?;
    if request.format == ExportFormat::Json {
        let value = analysis.json(MAX_STATES_IN_JSON, &host);
        host.go_on().map_err(refused)?;
        return Ok(format!("{value:#}\n"));
    }
    let answer = analysis.answer();
    let a_state = answer.solution.concepts().len() * answer.conflict.decision_makers.len();
    let verdicts = answer.solution.states().saturating_mul(a_state);
    if verdicts > MAX_VERDICTS {
        return Err(problem(
            "too_large",
            format_args!(
                "the table would have {verdicts} verdicts, and here it may have {MAX_VERDICTS}: look at a variant that holds options fixed, or save the file and have the table written by the program in a terminal"
            ),
        ));
    }
    Ok(analysis.csv(usize::MAX))
}
