"""Settings of the running program, from ``SOHOA_*`` variables or ``.env``. What a province declares is in config/."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingError(ValueError):
    """A ``SOHOA_*`` variable that cannot be used; the text names it and says what it may be."""


class Settings(BaseSettings):
    """Where things are and how the program speaks. Documented in docs/settings.md; a test compares the two."""

    model_config = SettingsConfigDict(
        env_prefix="SOHOA_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    config: Path = Field(Path("config"), description="Folder of the province's declared data.")
    sources: Path | None = Field(None, description="Another sources.yaml than the one in the config folder.")
    data: Path = Field(Path("var"), description="Folder for the embedded database, evidence and drop folders.")
    database_url: str | None = Field(
        None, description="SQLAlchemy URL; unset = SQLite in the data folder, postgresql://… in production."
    )
    host: str = Field("127.0.0.1", description="Address the dashboard listens on.")
    port: int = Field(8050, ge=0, le=65535, description="Port the dashboard listens on; 0 = any free one.")
    lang: str = Field("vi", pattern="^(vi|en)$", description="Language of the command line's tables: vi or en.")
    log_level: str = Field(
        "WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much is written to standard error."
    )
    public_url: str = Field(
        "http://127.0.0.1:8050",
        pattern="^https?://.+",
        description="Where users reach the dashboard: links in messages.",
    )
    recipients: Path | None = Field(
        None, description="File with the addresses alerts go to; unset = recipients.csv in the data folder."
    )
    secret_key: SecretStr | None = Field(
        None,
        min_length=16,
        description="What links in messages are signed with; unset = one made up and kept in the data folder.",
    )
    threads: int = Field(4, ge=1, le=64, description="Threads of the dashboard's server.")

    @cached_property
    def database(self) -> str:
        """The database's URL, the embedded one if none is set."""
        return self.database_url or f"sqlite:///{self.data / 'sohoa.db'}"

    @property
    def recipients_file(self) -> Path:
        """The file with the addresses of alerts."""
        return self.recipients or self.data / "recipients.csv"


def read_settings() -> Settings:
    """The settings of this process. Raises ``SettingError``, one line for each variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingError("\n".join(map(_sentence, error.errors()))) from error
    except UnicodeDecodeError as error:
        raise SettingError("The file .env is not UTF-8 text. Save it with the encoding UTF-8.") from error


def _sentence(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    meaning = Settings.model_fields[name].description
    return (
        f"SOHOA_{name.upper()} = {problem['input']!r} cannot be used: {problem['msg']}. {meaning} "
        "Correct it in the environment or in .env."
    )
