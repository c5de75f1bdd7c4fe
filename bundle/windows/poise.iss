; The installer for Windows, made by Inno Setup 6 of the program folder: iscc bundle\windows\poise.iss
; Not tried yet: docs/packaging.md.
#define Version "0.1.0"

[Setup]
AppId={{6E2B5E0C-5C56-4B0E-9E0B-6D0B0E5B3A11}
AppName=Poise
AppVersion={#Version}
AppPublisher=The authors of Poise
DefaultDirName={autopf}\Poise
DefaultGroupName=Poise
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=poise-{#Version}-setup
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\poise.exe
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Files]
Source: "..\..\dist\poise\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Poise"; Filename: "{app}\poise.exe"
Name: "{autodesktop}\Poise"; Filename: "{app}\poise.exe"; Tasks: desktopicon

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\poise.exe"; Description: "{cm:LaunchProgram,Poise}"; Flags: nowait postinstall skipifsilent
