//! The browsers of the tests and their drivers.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::from_cargo::CargoTool;
use super::{apt_install, may_use_apt, npm_ci};
use crate::process;

/// A Chromium and, where the system has it, the driver of the same version.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    /// The program; `None` where Playwright uses its own.
    pub(crate) chromium: Option<PathBuf>,
    /// chromedriver; where it is missing wasm-pack gets one.
    pub(crate) driver: Option<PathBuf>,
}

/// What is there already.
pub(crate) fn find_browser() -> Browser {
    let programs = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
        "chrome",
    ];
    Browser {
        chromium: programs.iter().find_map(|program| process::find(program)),
        driver: process::find("chromedriver"),
    }
}

/// Chromium and its driver: the system's; on Debian and Ubuntu as root installed; else Playwright's own.
pub(crate) fn install_browser() -> Result<Browser> {
    let mut browser = find_browser();
    if (browser.chromium.is_none() || browser.driver.is_none()) && may_use_apt() {
        // Ubuntu's packages of these names fetch a snap, which containers cannot run; then try the next way.
        if apt_install(&["chromium", "chromium-driver"]).is_ok() {
            browser = find_browser();
        }
    }
    if browser.chromium.is_none() {
        let dir = npm_ci("tests/e2e")?;
        process::announce("playwright install chromium");
        let mut install = process::command("npx");
        install
            .args(["playwright", "install", "chromium"])
            .current_dir(dir);
        if process::run(&mut install).is_err() {
            bail!(
                "there is no browser for the tests, and Playwright could not get its own;\n\
                 install Chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"
            );
        }
    }
    Ok(browser)
}

/// The driver of Firefox, where there is a Firefox: the system's, or on Debian one installed as
/// root. Elsewhere `None`: Playwright's own Firefox is patched and takes no WebDriver.
pub(crate) fn install_firefox() -> Result<Option<PathBuf>> {
    let find = || {
        ["firefox-esr", "firefox"]
            .iter()
            .find_map(|program| process::find(program))
    };
    let mut program = find();
    if program.is_none() && may_use_apt() && apt_install(&["firefox-esr"]).is_ok() {
        program = find();
    }
    if program.is_none() {
        return Ok(None);
    }
    if process::find("geckodriver").is_none() {
        GECKODRIVER.ensure(GECKODRIVER_VERSION)?;
    }
    let driver =
        process::find("geckodriver").context("geckodriver was installed but is not found")?;
    Ok(Some(driver))
}

/// The driver of `WebKitGTK`, where there is one and a screen for its browser: the system's, or on Debian
/// one installed as root.
pub(crate) fn install_webkit() -> Result<Option<PathBuf>> {
    let find = || process::find("WebKitWebDriver").filter(|_| process::find("Xvfb").is_some());
    if find().is_none() && may_use_apt() {
        apt_install(&["webkit2gtk-driver", "xvfb"])?;
    }
    Ok(find())
}

/// Debian has no package of it.
const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    program: "geckodriver",
    locked: true,
};
const GECKODRIVER_VERSION: &str = "0.37.1";
