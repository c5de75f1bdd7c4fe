<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name />
        <message>
            <source>No source is named; give a file, an address, a camera or `demo`.</source>
            <translation>Keine Quelle ist genannt; geben Sie eine Datei, eine Adresse, eine Kamera oder `demo` an.</translation>
        </message>
        <message>
            <source>The name {name} holds a character that no file name can; check it.</source>
            <translation>Der Name {name} enthält ein Zeichen, das in keinem Dateinamen stehen kann; prüfen Sie ihn.</translation>
        </message>
        <message>
            <source>{name} names the home folder of nobody who is known here; check the name.</source>
            <translation>{name} nennt den Ordner von jemandem, den es hier nicht gibt; prüfen Sie den Namen.</translation>
        </message>
        <message>
            <source>{name} cannot be opened ({reason}); check the name, and your rights.</source>
            <translation>{name} lässt sich nicht öffnen ({reason}); prüfen Sie den Namen und Ihre Rechte.</translation>
        </message>
        <message>
            <source>{name} is not a picture that can be read, or it is damaged; use a JPEG, PNG or WebP file.</source>
            <translation>{name} ist kein lesbares Bild oder beschädigt; nehmen Sie eine JPEG-, PNG- oder WebP-Datei.</translation>
        </message>
        <message>
            <source>{name} has {width} x {height} pixels, more than the limit of {most} million; make it smaller, or raise the limit with `poise analyze --max-megapixels`.</source>
            <translation>{name} hat {width} x {height} Pixel, mehr als die Grenze von {most} Millionen; verkleinern Sie es, oder heben Sie die Grenze mit `poise analyze --max-megapixels`.</translation>
        </message>
        <message>
            <source>There is no file {name}; check the path.</source>
            <translation>Es gibt keine Datei {name}; prüfen Sie den Pfad.</translation>
        </message>
        <message>
            <source>{name} cannot be opened ({reason}); check that you may read it.</source>
            <translation>{name} lässt sich nicht öffnen ({reason}); prüfen Sie, ob Sie sie lesen dürfen.</translation>
        </message>
        <message>
            <source>There is no camera {name}; plug it in, or choose one that `poise cameras` lists.</source>
            <translation>Es gibt keine Kamera {name}; schließen Sie sie an, oder wählen Sie eine, die `poise cameras` nennt.</translation>
        </message>
        <message>
            <source>There is no camera {name}; plug one in, or choose one that `poise cameras` lists.</source>
            <translation>Es gibt keine Kamera {name}; schließen Sie eine an, oder wählen Sie eine, die `poise cameras` nennt.</translation>
        </message>
        <message>
            <source>Several cameras are called {name}; name one by its id, which `poise cameras` lists.</source>
            <translation>Mehrere Kameras heißen {name}; nennen Sie eine bei ihrer Kennung, die `poise cameras` zeigt.</translation>
        </message>
        <message>
            <source>{name} is a folder, not a video; name a file in it.</source>
            <translation>{name} ist ein Ordner, kein Video; nennen Sie eine Datei darin.</translation>
        </message>
        <message>
            <source>{name} is a device or a pipe, not a video; copy what it gives into a file first.</source>
            <translation>{name} ist ein Gerät oder eine Pipe, kein Video; kopieren Sie erst in eine Datei, was sie gibt.</translation>
        </message>
        <message>
            <source>The name {name} holds bytes that are no text; rename the file.</source>
            <translation>Der Name {name} enthält Bytes, die kein Text sind; benennen Sie die Datei um.</translation>
        </message>
        <message>
            <source>{name} cannot be read as a video or picture: it is of another kind, damaged or cut off; use another file or convert it to MP4.</source>
            <translation>{name} lässt sich nicht als Video oder Bild lesen: Es ist etwas anderes, beschädigt oder abgeschnitten; nehmen Sie eine andere Datei, oder wandeln Sie sie in MP4 um.</translation>
        </message>
        <message>
            <source>{name} holds no picture that can be read; use another file or convert it to MP4.</source>
            <translation>{name} enthält kein lesbares Bild; nehmen Sie eine andere Datei, oder wandeln Sie sie in MP4 um.</translation>
        </message>
        <message>
            <source>{name} does not answer with a video; check the address, the network and that the camera is switched on.</source>
            <translation>{name} antwortet nicht mit einem Video; prüfen Sie die Adresse, das Netz und ob die Kamera eingeschaltet ist.</translation>
        </message>
        <message>
            <source>Addresses that begin with {scheme}:// cannot be read; use rtsp://, http:// or https://.</source>
            <translation>Adressen, die mit {scheme}:// beginnen, lassen sich nicht lesen; nehmen Sie rtsp://, http:// oder https://.</translation>
        </message>
        <message>
            <source>The stream {name} has stopped; check the network and that the camera is switched on.</source>
            <translation>Der Stream {name} ist abgebrochen; prüfen Sie das Netz und ob die Kamera eingeschaltet ist.</translation>
        </message>
        <message>
            <source>{name} is no address ({reason}); check it.</source>
            <translation>{name} ist keine Adresse ({reason}); prüfen Sie sie.</translation>
        </message>
        <message>
            <source>The demo clip is missing; reinstall Poise or restore assets/demo.mp4.</source>
            <translation>Der Demo-Clip fehlt; installieren Sie Poise neu, oder stellen Sie assets/demo.mp4 wieder her.</translation>
        </message>
        <message>
            <source>The demo clip cannot be used: {reason}; reinstall Poise or restore assets/demo.mp4.</source>
            <translation>Der Demo-Clip ist nicht brauchbar: {reason}; installieren Sie Poise neu, oder stellen Sie assets/demo.mp4 wieder her.</translation>
        </message>
        <message>
            <source>The camera {name} gives no picture; close other programs that use it, allow the use of the camera in the system's privacy settings, or plug it in again.</source>
            <translation>Die Kamera {name} gibt kein Bild; schließen Sie andere Programme, die sie benutzen, erlauben Sie ihre Benutzung in den Datenschutz-Einstellungen des Systems, oder stecken Sie sie neu ein.</translation>
        </message>
        <message>
            <source>You may not use the camera {name}; add yourself to the group `video` and log in again.</source>
            <translation>Sie dürfen die Kamera {name} nicht benutzen; fügen Sie sich der Gruppe `video` hinzu, und melden Sie sich neu an.</translation>
        </message>
        <message>
            <source>The camera {name} was unplugged or stopped; plug it in again or choose another source.</source>
            <translation>Die Kamera {name} wurde abgezogen oder hat aufgehört; stecken Sie sie wieder ein, oder wählen Sie eine andere Quelle.</translation>
        </message>
        <message>
            <source>The model {name} cannot be used: {reason}; choose another model file or restore assets/models.</source>
            <translation>Das Modell {name} ist nicht brauchbar: {reason}; wählen Sie eine andere Modelldatei, oder stellen Sie assets/models wieder her.</translation>
        </message>
        <message>
            <source>ONNX Runtime is damaged, perhaps because onnxruntime and onnxruntime-gpu were installed together; remove both and install one with pip install "poise[cpu]" or "poise[gpu]".</source>
            <translation>ONNX Runtime ist beschädigt, vielleicht weil onnxruntime und onnxruntime-gpu zusammen installiert wurden; entfernen Sie beide, und installieren Sie eines mit pip install "poise[cpu]" oder "poise[gpu]".</translation>
        </message>
        <message>
            <source>The model {name} answers with numbers that are no reading of a face; choose another model file or restore assets/models.</source>
            <translation>Das Modell {name} antwortet mit Zahlen, die keine Lesung eines Gesichts sind; wählen Sie eine andere Modelldatei, oder stellen Sie assets/models wieder her.</translation>
        </message>
        <message>
            <source>The model file {name} is missing; restore assets/models or choose another model file.</source>
            <translation>Die Modelldatei {name} fehlt; stellen Sie assets/models wieder her, oder wählen Sie eine andere Modelldatei.</translation>
        </message>
        <message>
            <source>ONNX Runtime does not load; install it with pip install "poise[cpu]", or with pip install "poise[gpu]" for an NVIDIA card.</source>
            <translation>ONNX Runtime lässt sich nicht laden; installieren Sie es mit pip install "poise[cpu]", für eine NVIDIA-Karte mit pip install "poise[gpu]".</translation>
        </message>
        <message>
            <source>The model {name} failed ({reason}); restart Poise.</source>
            <translation>Das Modell {name} ist gescheitert ({reason}); starten Sie Poise neu.</translation>
        </message>
        <message>
            <source>The face detector {name} cannot be used: {reason}; reinstall Poise or restore assets/models.</source>
            <translation>Der Gesichtsfinder {name} ist nicht brauchbar: {reason}; installieren Sie Poise neu, oder stellen Sie assets/models wieder her.</translation>
        </message>
        <message>
            <source>The face detector {name} is missing; reinstall Poise or restore assets/models.</source>
            <translation>Der Gesichtsfinder {name} fehlt; installieren Sie Poise neu, oder stellen Sie assets/models wieder her.</translation>
        </message>
        <message>
            <source>The face detector {name} cannot be started ({reason}); reinstall Poise or restore assets/models.</source>
            <translation>Der Gesichtsfinder {name} lässt sich nicht starten ({reason}); installieren Sie Poise neu, oder stellen Sie assets/models wieder her.</translation>
        </message>
        <message>
            <source>Something unexpected went wrong ({error}: {reason}); start the source again.</source>
            <translation>Etwas Unerwartetes ist geschehen ({error}: {reason}); starten Sie die Quelle neu.</translation>
        </message>
        <message>
            <source>{name} cannot be written ({reason}); choose a place where you may write.</source>
            <translation>{name} lässt sich nicht schreiben ({reason}); wählen Sie einen Ort, an dem Sie schreiben dürfen.</translation>
        </message>
        <message>
            <source>What was written for {name} was removed meanwhile, and with it what it held; run it again, or elsewhere.</source>
            <translation>Was für {name} geschrieben war, wurde inzwischen entfernt, und sein Inhalt mit ihm; versuchen Sie es noch einmal, oder an einem anderen Ort.</translation>
        </message>
        <message>
            <source>There is a file {name} already; choose another name, or add --overwrite to replace it.</source>
            <translation>Eine Datei {name} gibt es schon; wählen Sie einen anderen Namen, oder ersetzen Sie sie mit --overwrite.</translation>
        </message>
        <message>
            <source>There is no room left to write {name}; free some disk space and run it again.</source>
            <translation>Für {name} ist kein Platz mehr; schaffen Sie Platz auf der Platte, und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>{name} is a folder; give the name of a file in it.</source>
            <translation>{name} ist ein Ordner; nennen Sie eine Datei darin.</translation>
        </message>
        <message>
            <source>The folder {name} does not exist; create it or choose another.</source>
            <translation>Den Ordner {name} gibt es nicht; legen Sie ihn an, oder wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>{name} is a device or a pipe; give the name of a file.</source>
            <translation>{name} ist ein Gerät oder eine Pipe; nennen Sie eine Datei.</translation>
        </message>
        <message>
            <source>{name} can be no file ({reason}); choose another name.</source>
            <translation>{name} kann keine Datei sein ({reason}); wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>The folder {name} cannot be made ({reason}); choose another name.</source>
            <translation>Der Ordner {name} lässt sich nicht anlegen ({reason}); wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>{name} cannot be replaced ({reason}); {where}.</source>
            <translation>{name} lässt sich nicht ersetzen ({reason}); {where}.</translation>
        </message>
        <message>
            <source>{name} was written by something else meanwhile; {where}.</source>
            <translation>{name} wurde inzwischen von etwas anderem geschrieben; {where}.</translation>
        </message>
        <message>
            <source>{name} is not valid TOML ({reason}); it was kept as {aside} and the defaults are used.</source>
            <translation>{name} ist kein gültiges TOML ({reason}); es wurde als {aside} aufgehoben, und die Vorgaben gelten.</translation>
        </message>
        <message>
            <source>{name} is not valid TOML ({reason}), the defaults are used; repair or delete it.</source>
            <translation>{name} ist kein gültiges TOML ({reason}), und die Vorgaben gelten; reparieren oder löschen Sie es.</translation>
        </message>
        <message>
            <source>{name}: {count} more of its lines are no settings and are ignored.</source>
            <translation>{name}: {count} weitere Zeilen sind keine Einstellungen und werden übergangen.</translation>
        </message>
        <message>
            <source>The settings could not be saved to {name} ({reason}); check that the folder can be written.</source>
            <translation>Die Einstellungen ließen sich nicht in {name} speichern ({reason}); prüfen Sie, ob Sie in den Ordner schreiben dürfen.</translation>
        </message>
        <message>
            <source>{name}: {setting} is not a setting and is ignored.</source>
            <translation>{name}: {setting} ist keine Einstellung und wird übergangen.</translation>
        </message>
        <message>
            <source>{name}: {setting} must be one of {choices}, the default {default} is used.</source>
            <translation>{name}: {setting} muss eines von {choices} sein, es gilt die Vorgabe {default}.</translation>
        </message>
        <message>
            <source>{name}: {setting} must lie between {low} and {high}, the default {default} is used.</source>
            <translation>{name}: {setting} muss zwischen {low} und {high} liegen, es gilt die Vorgabe {default}.</translation>
        </message>
        <message>
            <source>{name}: {setting} must be {kind}, the default {default} is used.</source>
            <translation>{name}: {setting} ist nicht von der richtigen Art ({kind}), es gilt die Vorgabe {default}.</translation>
        </message>
        <message>
            <source>{name} cannot be read ({reason}), the defaults are used.</source>
            <translation>{name} lässt sich nicht lesen ({reason}), und die Vorgaben gelten.</translation>
        </message>
        <message>
            <source>Poise will send what it reads of every face in the picture (emotion, head pose, attention, perceived gender; no pictures) to other programs, moment by moment. Who is seen must know and agree. Do not use it on people at work or in education: the EU AI Act forbids it in Article 5(1)(f), except for medical or safety reasons.</source>
            <translation>Poise sendet anderen Programmen fortlaufend, was es in jedem Gesicht im Bild liest (Emotion, Kopfhaltung, Aufmerksamkeit, wahrgenommenes Geschlecht; keine Bilder). Wer zu sehen ist, muss es wissen und einverstanden sein. Benutzen Sie es nicht bei Menschen am Arbeitsplatz oder in der Bildung: Die KI-Verordnung der EU verbietet es in Artikel 5(1)(f), außer aus medizinischen oder Sicherheitsgründen.</translation>
        </message>
        <message>
            <source>{purpose} needs the package {package}, which cannot be loaded ({reason}); {advice}.</source>
            <translation>{purpose} braucht das Paket {package}, das sich nicht laden lässt ({reason}); {advice}.</translation>
        </message>
        <message>
            <source>Nothing can listen at {host}, port {port} ({reason}); choose another address or port.</source>
            <translation>An {host}, Port {port}, lässt sich nicht lauschen ({reason}); wählen Sie eine andere Adresse oder einen anderen Port.</translation>
        </message>
        <message>
            <source>{port} is no port; choose one from 1024 to 65535, or 0 for any free one.</source>
            <translation>{port} ist kein Port; wählen Sie einen von 1024 bis 65535, oder 0 für irgendeinen freien.</translation>
        </message>
        <message>
            <source>Port {port} is taken by another program; choose another, or 0 for any free one.</source>
            <translation>Port {port} ist von einem anderen Programm belegt; wählen Sie einen anderen, oder 0 für irgendeinen freien.</translation>
        </message>
        <message>
            <source>{name} is no place for OSC; write HOST:PORT, for example 127.0.0.1:9000.</source>
            <translation>{name} ist kein Ziel für OSC; schreiben Sie HOST:PORT, zum Beispiel 127.0.0.1:9000.</translation>
        </message>
        <message>
            <source>The host {name} is not known; check the name, or give its address.</source>
            <translation>Der Rechner {name} ist nicht bekannt; prüfen Sie den Namen, oder geben Sie seine Adresse an.</translation>
        </message>
        <message>
            <source>Who read the JSON lines has ended.</source>
            <translation>Wer die JSON-Zeilen las, hat aufgehört.</translation>
        </message>
        <message>
            <source>Lab Streaming Layer runs for {whom}; start Poise again to change it.</source>
            <translation>Lab Streaming Layer läuft für {whom}; starten Sie Poise neu, um das zu ändern.</translation>
        </message>
        <message>
            <source>Lab Streaming Layer cannot be kept to this machine ({reason}); choose another way, or allow the local network.</source>
            <translation>Lab Streaming Layer lässt sich nicht auf diesen Rechner beschränken ({reason}); wählen Sie einen anderen Weg, oder erlauben Sie das lokale Netz.</translation>
        </message>
        <message>
            <source>the CPU was asked for</source>
            <translation>die CPU wurde verlangt</translation>
        </message>
        <message>
            <source>CUDA answers</source>
            <translation>CUDA antwortet</translation>
        </message>
        <message>
            <source>no CUDA in this ONNX Runtime; an NVIDIA card needs poise[gpu]</source>
            <translation>dieses ONNX Runtime kann kein CUDA; eine NVIDIA-Karte braucht poise[gpu]</translation>
        </message>
        <message>
            <source>no NVIDIA driver or card answers</source>
            <translation>kein NVIDIA-Treiber und keine Karte antwortet</translation>
        </message>
        <message>
            <source>a CUDA library is missing: {detail}</source>
            <translation>eine CUDA-Bibliothek fehlt: {detail}</translation>
        </message>
        <message>
            <source>CUDA did not start: {detail}</source>
            <translation>CUDA startete nicht: {detail}</translation>
        </message>
        <message>
            <source>CUDA failed while running: {detail}</source>
            <translation>CUDA scheiterte im Betrieb: {detail}</translation>
        </message>
        <message>
            <source>CUDA failed in a trial run: {detail}</source>
            <translation>CUDA scheiterte im Probelauf: {detail}</translation>
        </message>
        <message>
            <source>a trial run failed: {detail}</source>
            <translation>ein Probelauf scheiterte: {detail}</translation>
        </message>
        <message>
            <source>it carries no model card of Poise</source>
            <translation>sie enthält keine Modellkarte von Poise</translation>
        </message>
        <message>
            <source>it is not a readable ONNX file ({detail})</source>
            <translation>es ist keine lesbare ONNX-Datei ({detail})</translation>
        </message>
        <message>
            <source>it cannot be read ({detail})</source>
            <translation>sie lässt sich nicht lesen ({detail})</translation>
        </message>
        <message>
            <source>its model card cannot be read ({detail})</source>
            <translation>ihre Modellkarte lässt sich nicht lesen ({detail})</translation>
        </message>
        <message>
            <source>it is not the file that came with Poise (another SHA-256), so it is damaged or was replaced</source>
            <translation>es ist nicht die Datei, die mit Poise kam (andere SHA-256), also beschädigt oder ersetzt</translation>
        </message>
        <message>
            <source>it is not a file</source>
            <translation>es ist keine Datei</translation>
        </message>
        <message>
            <source>it is nested too deeply</source>
            <translation>es ist zu tief verschachtelt</translation>
        </message>
        <message>
            <source>what was written is in {place}</source>
            <translation>was geschrieben wurde, liegt in {place}</translation>
        </message>
        <message>
            <source>a text</source>
            <translation>ein Text</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>true oder false</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>eine ganze Zahl</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>eine Zahl</translation>
        </message>
        <message>
            <source>a list of texts</source>
            <translation>eine Liste von Texten</translation>
        </message>
        <message>
            <source>No such file or directory</source>
            <translation>nicht vorhanden</translation>
        </message>
        <message>
            <source>Permission denied</source>
            <translation>keine Berechtigung</translation>
        </message>
        <message>
            <source>Is a directory</source>
            <translation>ist ein Ordner</translation>
        </message>
        <message>
            <source>No space left on device</source>
            <translation>kein Platz mehr auf dem Datenträger</translation>
        </message>
        <message>
            <source>Read-only file system</source>
            <translation>Dateisystem nur lesbar</translation>
        </message>
        <message>
            <source>Asked for</source>
            <translation>Verlangt</translation>
        </message>
        <message>
            <source>Delivers</source>
            <translation>Liefert</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Format</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>Probe</source>
            <translation>Probe</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <source>{time} ms a picture, all steps</source>
            <translation>{time} ms je Bild, alle Schritte</translation>
        </message>
        <message>
            <source>{time} ms a face, tried when it was loaded</source>
            <translation>{time} ms je Gesicht, beim Laden erprobt</translation>
        </message>
        <message>
            <source>{width} × {height}, {rate} pictures a second</source>
            <translation>{width} × {height}, {rate} Bilder je Sekunde</translation>
        </message>
        <message>
            <source>No source is open.</source>
            <translation>Keine Quelle ist offen.</translation>
        </message>
        <message>
            <source>The source that is open is no camera. Choose one here, or plug one in: it appears by itself.</source>
            <translation>Die offene Quelle ist keine Kamera. Wählen Sie hier eine, oder schließen Sie eine an: Sie erscheint von selbst.</translation>
        </message>
        <message>
            <source>Slow because of USB: pictures that are not compressed would take {needed} MB a second, and USB 2 carries about 25. Ask for a smaller picture in the settings, or use a USB 3 socket.</source>
            <translation>Langsam wegen USB: Unkomprimierte Bilder bräuchten {needed} MB je Sekunde, und USB 2 trägt etwa 25. Verlangen Sie in den Einstellungen ein kleineres Bild, oder nehmen Sie eine USB-3-Buchse.</translation>
        </message>
        <message>
            <source>The camera offers no more than {rate} pictures a second at this size. Ask for a smaller picture in the settings.</source>
            <translation>Die Kamera bietet in dieser Größe nicht mehr als {rate} Bilder je Sekunde. Verlangen Sie in den Einstellungen ein kleineres Bild.</translation>
        </message>
        <message>
            <source>Slow because of a fixed exposure that is too long for this rate. Shorten it, or add light.</source>
            <translation>Langsam wegen einer fest eingestellten Belichtung, die für diese Rate zu lang ist. Verkürzen Sie sie, oder sorgen Sie für Licht.</translation>
        </message>
        <message>
            <source>Probably slow for want of light: the picture is dark, and cameras then expose for longer.</source>
            <translation>Wohl langsam, weil Licht fehlt: Das Bild ist dunkel, und Kameras belichten dann länger.</translation>
        </message>
        <message>
            <source>The camera does not say why it is slow. Most often there is too little light, or several devices share one USB socket.</source>
            <translation>Die Kamera sagt nicht, warum sie langsam ist. Meist ist es zu wenig Licht, oder mehrere Geräte teilen sich eine USB-Buchse.</translation>
        </message>
        <message>
            <source>Camera and device</source>
            <translation>Kamera und Gerät</translation>
        </message>
        <message>
            <source>Cameras appear and go here by themselves, as they are plugged in.</source>
            <translation>Kameras erscheinen und verschwinden hier von selbst, wie sie angeschlossen werden.</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>Device of the network</source>
            <translation>Gerät des Netzes</translation>
        </message>
        <message>
            <source>A camera was plugged in: {name}</source>
            <translation>Eine Kamera wurde angeschlossen: {name}</translation>
        </message>
        <message>
            <source>A camera was unplugged: {name}</source>
            <translation>Eine Kamera wurde abgezogen: {name}</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>Camera and device…</source>
            <translation>Kamera und Gerät …</translation>
        </message>
        <message>
            <source>ANALYSIS</source>
            <translation>ANALYSE</translation>
        </message>
        <message>
            <source>ATTENTION</source>
            <translation>AUFMERKSAMKEIT</translation>
        </message>
        <message>
            <source>CAMERA</source>
            <translation>KAMERA</translation>
        </message>
        <message>
            <source>DISPLAY</source>
            <translation>ANZEIGE</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>NVIDIA GPU (CUDA)</source>
            <translation>NVIDIA-GPU (CUDA)</translation>
        </message>
        <message>
            <source>Near and far</source>
            <translation>Nah und fern</translation>
        </message>
        <message>
            <source>Near, within 2 m</source>
            <translation>Nah, bis 2 m</translation>
        </message>
        <message>
            <source>Far, within 5 m (slower)</source>
            <translation>Fern, bis 5 m (langsamer)</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>The file that reads the faces; empty for the one that came with Poise.</source>
            <translation>Die Datei, die die Gesichter liest; leer für die mitgelieferte.</translation>
        </message>
        <message>
            <source>The one that came with Poise</source>
            <translation>Das mitgelieferte</translation>
        </message>
        <message>
            <source>Runs on</source>
            <translation>Läuft auf</translation>
        </message>
        <message>
            <source>Automatic takes the NVIDIA card where it really works, else the CPU.</source>
            <translation>Automatisch nimmt die NVIDIA-Karte, wo sie wirklich läuft, sonst die CPU.</translation>
        </message>
        <message>
            <source>Faces</source>
            <translation>Gesichter</translation>
        </message>
        <message>
            <source>How far away faces are looked for; both finds most of them.</source>
            <translation>Wie weit entfernt Gesichter gesucht werden; beides findet die meisten.</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>Höchstens</translation>
        </message>
        <message>
            <source>More faces take more time for each picture.</source>
            <translation>Mehr Gesichter brauchen mehr Zeit je Bild.</translation>
        </message>
        <message>
            <source> faces</source>
            <translation> Gesichter</translation>
        </message>
        <message>
            <source>Uncertain below</source>
            <translation>Unsicher unter</translation>
        </message>
        <message>
            <source>An emotion less likely than this is not named; 0.5 means one in two.</source>
            <translation>Eine weniger wahrscheinliche Emotion wird nicht genannt; 0,5 heißt: eins von zweien.</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>Glättung</translation>
        </message>
        <message>
            <source>Longer is steadier, shorter follows faster; 0 shows every picture's own.</source>
            <translation>Länger ist ruhiger, kürzer folgt schneller; 0 zeigt den Wert jedes Bildes.</translation>
        </message>
        <message>
            <source>A head turned further than this from its own neutral counts as away.</source>
            <translation>Ein Kopf, der weiter von seiner eigenen Ruhelage gedreht ist, gilt als abgewandt.</translation>
        </message>
        <message>
            <source>So long it must last before it counts; shorter looks are overlooked.</source>
            <translation>So lange muss es dauern, bis es zählt; kürzere Blicke werden übergangen.</translation>
        </message>
        <message>
            <source>Away: to the side</source>
            <translation>Abgewandt: zur Seite</translation>
        </message>
        <message>
            <source>Away: up or down</source>
            <translation>Abgewandt: auf oder ab</translation>
        </message>
        <message>
            <source>Away after</source>
            <translation>Abgewandt nach</translation>
        </message>
        <message>
            <source>Facing after</source>
            <translation>Zugewandt nach</translation>
        </message>
        <message>
            <source>Absent after</source>
            <translation>Abwesend nach</translation>
        </message>
        <message>
            <source>Picture width</source>
            <translation>Bildbreite</translation>
        </message>
        <message>
            <source>What the camera is asked for; it may deliver another size.</source>
            <translation>Worum die Kamera gebeten wird; sie kann eine andere Größe liefern.</translation>
        </message>
        <message>
            <source> pixels</source>
            <translation> Bildpunkte</translation>
        </message>
        <message>
            <source>Picture height</source>
            <translation>Bildhöhe</translation>
        </message>
        <message>
            <source>Larger pictures show faces farther away and take more time.</source>
            <translation>Größere Bilder zeigen entferntere Gesichter und brauchen mehr Zeit.</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>Pictures a second; in little light cameras deliver fewer.</source>
            <translation>Bilder je Sekunde; bei wenig Licht liefern Kameras weniger.</translation>
        </message>
        <message>
            <source> fps</source>
            <translation> Bilder/s</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Takes effect at the next start.</source>
            <translation>Gilt ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>The colours of the window.</source>
            <translation>Die Farben des Fensters.</translation>
        </message>
        <message>
            <source>Text on the picture</source>
            <translation>Schrift im Bild</translation>
        </message>
        <message>
            <source>2 is twice as large, for a projector.</source>
            <translation>2 ist doppelt so groß, für einen Beamer.</translation>
        </message>
        <message>
            <source>Charts show</source>
            <translation>Verlauf über</translation>
        </message>
        <message>
            <source>How far back the charts go.</source>
            <translation>Wie weit der Verlauf zurückreicht.</translation>
        </message>
        <message>
            <source>Your camera as in a mirror; files and streams are shown as they are.</source>
            <translation>Ihre Kamera wie im Spiegel; Dateien und Ströme erscheinen, wie sie sind.</translation>
        </message>
        <message>
            <source>Mirror the picture</source>
            <translation>Bild spiegeln</translation>
        </message>
        <message>
            <source>Three lines that turn with the head.</source>
            <translation>Drei Linien, die sich mit dem Kopf drehen.</translation>
        </message>
        <message>
            <source>Draw the axes of the head</source>
            <translation>Achsen des Kopfes zeichnen</translation>
        </message>
        <message>
            <source>How a face is perceived, which may not be what a person is.</source>
            <translation>Wie ein Gesicht wahrgenommen wird; das muss nicht sein, was ein Mensch ist.</translation>
        </message>
        <message>
            <source>Show the perceived gender</source>
            <translation>Wahrgenommenes Geschlecht zeigen</translation>
        </message>
        <message>
            <source>Coarse squares over every face that was found, in snapshots too.</source>
            <translation>Grobe Quadrate über jedem gefundenen Gesicht, auch in Schnappschüssen.</translation>
        </message>
        <message>
            <source>Hide faces</source>
            <translation>Gesichter verbergen</translation>
        </message>
        <message>
            <source>Poise picture</source>
            <translation>Poise – Bild</translation>
        </message>
        <message>
            <source>Esc leaves the full screen</source>
            <translation>Esc beendet das Vollbild</translation>
        </message>
        <message>
            <source>Uncertain</source>
            <translation>Unsicher</translation>
        </message>
        <message>
            <source>Neutral</source>
            <translation>Neutral</translation>
        </message>
        <message>
            <source>Happiness</source>
            <translation>Freude</translation>
        </message>
        <message>
            <source>Surprise</source>
            <translation>Überraschung</translation>
        </message>
        <message>
            <source>Sadness</source>
            <translation>Trauer</translation>
        </message>
        <message>
            <source>Anger</source>
            <translation>Ärger</translation>
        </message>
        <message>
            <source>Disgust</source>
            <translation>Ekel</translation>
        </message>
        <message>
            <source>Fear</source>
            <translation>Angst</translation>
        </message>
        <message>
            <source>Contempt</source>
            <translation>Verachtung</translation>
        </message>
        <message>
            <source>Too small</source>
            <translation>Zu klein</translation>
        </message>
        <message>
            <source>Too dark</source>
            <translation>Zu dunkel</translation>
        </message>
        <message>
            <source>Too bright</source>
            <translation>Zu hell</translation>
        </message>
        <message>
            <source>Too blurred</source>
            <translation>Zu unscharf</translation>
        </message>
        <message>
            <source>Turned too far</source>
            <translation>Zu weit gedreht</translation>
        </message>
        <message>
            <source>Not readable</source>
            <translation>Nicht lesbar</translation>
        </message>
        <message>
            <source>The face has too few pixels to be judged. Come closer, or use a larger picture.</source>
            <translation>Das Gesicht hat zu wenige Bildpunkte. Kommen Sie näher, oder wählen Sie ein größeres Bild.</translation>
        </message>
        <message>
            <source>There is too little light on the face to judge it. Add light, or raise the exposure.</source>
            <translation>Auf dem Gesicht ist zu wenig Licht. Machen Sie Licht, oder belichten Sie länger.</translation>
        </message>
        <message>
            <source>Too much of the face is burnt out to judge it. Soften the light, or lower the exposure.</source>
            <translation>Zu viel vom Gesicht ist überbelichtet. Dämpfen Sie das Licht, oder belichten Sie kürzer.</translation>
        </message>
        <message>
            <source>The face is too blurred to be judged. Hold still, add light, or clean the lens.</source>
            <translation>Das Gesicht ist zu unscharf. Halten Sie still, machen Sie Licht, oder putzen Sie die Linse.</translation>
        </message>
        <message>
            <source>The face is turned too far to judge its expression. Its angles still stand.</source>
            <translation>Das Gesicht ist zu weit gedreht, um seinen Ausdruck zu beurteilen. Die Winkel gelten weiter.</translation>
        </message>
        <message>
            <source>The network gave no usable answer for this face. If it goes on, choose another model file.</source>
            <translation>Das Netz gab für dieses Gesicht keine brauchbare Antwort. Bleibt das so, wählen Sie eine andere Modelldatei.</translation>
        </message>
        <message>
            <source>{number}%</source>
            <translation>{number} %</translation>
        </message>
        <message>
            <source>Yaw</source>
            <translation>Gieren</translation>
        </message>
        <message>
            <source>Pitch</source>
            <translation>Nicken</translation>
        </message>
        <message>
            <source>Roll</source>
            <translation>Rollen</translation>
        </message>
        <message>
            <source>yaw {yaw}  pitch {pitch}  roll {roll}</source>
            <translation>Gieren {yaw}  Nicken {pitch}  Rollen {roll}</translation>
        </message>
        <message>
            <source>perceived female {percent}</source>
            <translation>wirkt weiblich, {percent}</translation>
        </message>
        <message>
            <source>perceived male {percent}</source>
            <translation>wirkt männlich, {percent}</translation>
        </message>
        <message>
            <source>perceived gender uncertain</source>
            <translation>Geschlecht unsicher</translation>
        </message>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>Emotions</source>
            <translation>Emotionen</translation>
        </message>
        <message>
            <source>Head pose</source>
            <translation>Kopfhaltung</translation>
        </message>
        <message>
            <source>Charts of the last {seconds} seconds</source>
            <translation>Verlauf der letzten {seconds} Sekunden</translation>
        </message>
        <message>
            <source>Readings leave the program now; press to see where to.</source>
            <translation>Messwerte verlassen gerade das Programm; drücken Sie, um zu sehen, wohin.</translation>
        </message>
        <message>
            <source>Before readings leave Poise</source>
            <translation>Bevor Messwerte Poise verlassen</translation>
        </message>
        <message>
            <source>I agree, send</source>
            <translation>Ich stimme zu, senden</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Live: {names}</source>
            <translation>Live: {names}</translation>
        </message>
        <message>
            <source>Port of the WebSocket</source>
            <translation>Port des WebSocket</translation>
        </message>
        <message>
            <source>Pages opened from a file may connect</source>
            <translation>Seiten, die aus einer Datei geöffnet sind, dürfen sich verbinden</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>Port</translation>
        </message>
        <message>
            <source>On the local network too</source>
            <translation>Auch im lokalen Netz</translation>
        </message>
        <message>
            <source>Everybody on your network can then find the stream and read it.</source>
            <translation>Jeder in Ihrem Netz kann den Strom dann finden und lesen.</translation>
        </message>
        <message>
            <source>Where OSC goes</source>
            <translation>Wohin OSC geht</translation>
        </message>
        <message>
            <source>To</source>
            <translation>An</translation>
        </message>
        <message>
            <source>File for JSON lines</source>
            <translation>Datei für JSON-Zeilen</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>Durchsuchen …</translation>
        </message>
        <message>
            <source>New file</source>
            <translation>Neue Datei</translation>
        </message>
        <message>
            <source>Write JSON lines to</source>
            <translation>JSON-Zeilen schreiben nach</translation>
        </message>
        <message>
            <source>JSON lines (*.jsonl)</source>
            <translation>JSON-Zeilen (*.jsonl)</translation>
        </message>
        <message>
            <source>Live output</source>
            <translation>Live-Ausgabe</translation>
        </message>
        <message>
            <source>What is read of every face, to other programs while it happens. No pictures are sent.
docs/protocol.md says what is in it; examples/ has a client for each.</source>
            <translation>Was zu jedem Gesicht gemessen wird, sofort an andere Programme. Bilder werden nicht gesendet.
docs/protocol.md sagt, was darin steht; examples/ hat für jedes ein Beispiel.</translation>
        </message>
        <message>
            <source>WebSocket</source>
            <translation>WebSocket</translation>
        </message>
        <message>
            <source>For web pages and programs on this machine; its address holds a token.</source>
            <translation>Für Webseiten und Programme auf diesem Rechner; die Adresse enthält ein Kennwort.</translation>
        </message>
        <message>
            <source>Lab Streaming Layer</source>
            <translation>Lab Streaming Layer</translation>
        </message>
        <message>
            <source>For LabRecorder, PsychoPy and the like; takes their markers too.</source>
            <translation>Für LabRecorder, PsychoPy und Ähnliches; nimmt auch deren Marken an.</translation>
        </message>
        <message>
            <source>For installations: TouchDesigner, Max, Processing.</source>
            <translation>Für Installationen: TouchDesigner, Max, Processing.</translation>
        </message>
        <message>
            <source>JSON lines</source>
            <translation>JSON-Zeilen</translation>
        </message>
        <message>
            <source>Into a file, a line for each frame.</source>
            <translation>In eine Datei, eine Zeile je Bild.</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>Starten</translation>
        </message>
        <message>
            <source>Start {name}</source>
            <translation>{name} starten</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Startet …</translation>
        </message>
        <message>
            <source>Address of {name}</source>
            <translation>Adresse von {name}</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy the address of {name}</source>
            <translation>Adresse von {name} kopieren</translation>
        </message>
        <message>
            <source>; it leaves this machine, not encrypted</source>
            <translation>; es verlässt diesen Rechner, unverschlüsselt</translation>
        </message>
        <message>
            <source>{rate} frames a second, {dropped} dropped for slow readers</source>
            <translation>{rate} Bilder je Sekunde, {dropped} für langsame Leser ausgelassen</translation>
        </message>
        <message>
            <source>no reader yet, </source>
            <translation>noch kein Leser, </translation>
        </message>
        <message>
            <source>1 reader, </source>
            <translation>1 Leser, </translation>
        </message>
        <message>
            <source>{count} readers, </source>
            <translation>{count} Leser, </translation>
        </message>
        <message>
            <source>male</source>
            <translation>männlich</translation>
        </message>
        <message>
            <source>uncertain</source>
            <translation>unsicher</translation>
        </message>
        <message>
            <source>female</source>
            <translation>weiblich</translation>
        </message>
        <message>
            <source>Previous face</source>
            <translation>Voriges Gesicht</translation>
        </message>
        <message>
            <source>Next face</source>
            <translation>Nächstes Gesicht</translation>
        </message>
        <message>
            <source>PERCEIVED GENDER</source>
            <translation>WAHRGENOMMENES GESCHLECHT</translation>
        </message>
        <message>
            <source>{seconds} SECONDS OLD</source>
            <translation>{seconds} SEKUNDEN ALT</translation>
        </message>
        <message>
            <source>The readings are {seconds} seconds old</source>
            <translation>Die Messwerte sind {seconds} Sekunden alt</translation>
        </message>
        <message>
            <source>HEAD POSE</source>
            <translation>KOPFHALTUNG</translation>
        </message>
        <message>
            <source>An estimate of what a face shows, not of what a person feels.</source>
            <translation>Geschätzt wird, was ein Gesicht zeigt, nicht, was ein Mensch fühlt.</translation>
        </message>
        <message>
            <source>Readings of the chosen face</source>
            <translation>Messwerte des gewählten Gesichts</translation>
        </message>
        <message>
            <source>Emotions: {scores}</source>
            <translation>Emotionen: {scores}</translation>
        </message>
        <message>
            <source>Head pose: {angles}</source>
            <translation>Kopfhaltung: {angles}</translation>
        </message>
        <message>
            <source>READINGS</source>
            <translation>MESSWERTE</translation>
        </message>
        <message>
            <source>{count} IN THE PICTURE</source>
            <translation>{count} IM BILD</translation>
        </message>
        <message>
            <source>Face {number}</source>
            <translation>Gesicht {number}</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Back to the default</source>
            <translation>Zurück zur Vorgabe</translation>
        </message>
        <message>
            <source>Default for {name}</source>
            <translation>Vorgabe für {name}</translation>
        </message>
        <message>
            <source>Choose a network</source>
            <translation>Netz wählen</translation>
        </message>
        <message>
            <source>Networks (*.onnx)</source>
            <translation>Netze (*.onnx)</translation>
        </message>
        <message>
            <source>Poise may not use the camera; allow it in the system's privacy settings and start Poise anew, or choose another source.</source>
            <translation>Poise darf die Kamera nicht benutzen; erlauben Sie es in den Datenschutz-Einstellungen des Systems und starten Sie Poise neu, oder wählen Sie eine andere Quelle.</translation>
        </message>
        <message>
            <source>Choose &amp;source</source>
            <translation>&amp;Quelle wählen</translation>
        </message>
        <message>
            <source>Demo clip</source>
            <translation>Demo-Clip</translation>
        </message>
        <message>
            <source>Camera {name}</source>
            <translation>Kamera {name}</translation>
        </message>
        <message>
            <source>Automatic (first camera)</source>
            <translation>Automatisch (erste Kamera)</translation>
        </message>
        <message>
            <source>Looking for cameras…</source>
            <translation>Suche nach Kameras …</translation>
        </message>
        <message>
            <source>No camera was found</source>
            <translation>Keine Kamera gefunden</translation>
        </message>
        <message>
            <source>Videos and pictures ({patterns});;All files (*)</source>
            <translation>Videos und Bilder ({patterns});;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Open a video or a picture</source>
            <translation>Video oder Bild öffnen</translation>
        </message>
        <message>
            <source>Open address</source>
            <translation>Adresse öffnen</translation>
        </message>
        <message>
            <source>The address of a stream, such as rtsp://camera.local/live or http://camera.local/video. A user name and a password in it are not kept for the next start.</source>
            <translation>Die Adresse eines Stroms, etwa rtsp://camera.local/live oder http://camera.local/video. Name und Kennwort darin werden nicht für den nächsten Start behalten.</translation>
        </message>
        <message>
            <source>Place in the file</source>
            <translation>Stelle in der Datei</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>unknown reason</source>
            <translation>unbekannter Grund</translation>
        </message>
        <message>
            <source>No snapshot could be saved in {folder} ({reason}); make that folder writable.</source>
            <translation>In {folder} konnte kein Schnappschuss gespeichert werden ({reason}); machen Sie den Ordner beschreibbar.</translation>
        </message>
        <message>
            <source>The snapshot could not be written to {folder}; free some disk space.</source>
            <translation>Der Schnappschuss konnte nicht nach {folder} geschrieben werden; schaffen Sie Platz.</translation>
        </message>
        <message>
            <source>Snapshot saved: {path}</source>
            <translation>Schnappschuss gespeichert: {path}</translation>
        </message>
        <message>
            <source>There is no picture to save yet.</source>
            <translation>Es gibt noch kein Bild zu speichern.</translation>
        </message>
        <message>
            <source>The analysis does not answer</source>
            <translation>Die Analyse antwortet nicht</translation>
        </message>
        <message>
            <source>The picture comes and is not read any more. Restart the analysis; if that happens again, run `poise doctor`.</source>
            <translation>Das Bild kommt, wird aber nicht mehr gelesen. Starten Sie die Analyse neu; geschieht es wieder, rufen Sie `poise doctor` auf.</translation>
        </message>
        <message>
            <source>Restart it</source>
            <translation>Neu starten</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>Wird geöffnet …</translation>
        </message>
        <message>
            <source>The picture comes as soon as the source answers.</source>
            <translation>Das Bild kommt, sobald die Quelle antwortet.</translation>
        </message>
        <message>
            <source>The picture is lost</source>
            <translation>Das Bild ist weg</translation>
        </message>
        <message>
            <source>Start again</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <source>This did not work</source>
            <translation>Das ging nicht</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Noch einmal</translation>
        </message>
        <message>
            <source>The end</source>
            <translation>Ende</translation>
        </message>
        <message>
            <source>The source has no more pictures.</source>
            <translation>Die Quelle hat keine Bilder mehr.</translation>
        </message>
        <message>
            <source>Play again</source>
            <translation>Noch einmal abspielen</translation>
        </message>
        <message>
            <source>Choose another source…</source>
            <translation>Andere Quelle …</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>Datei wählen …</translation>
        </message>
        <message>
            <source>Clear list</source>
            <translation>Liste leeren</translation>
        </message>
        <message>
            <source>Attention: {state}</source>
            <translation>Aufmerksamkeit: {state}</translation>
        </message>
        <message>
            <source>facing</source>
            <translation>zugewandt</translation>
        </message>
        <message>
            <source>away</source>
            <translation>abgewandt</translation>
        </message>
        <message>
            <source>absent</source>
            <translation>nicht im Bild</translation>
        </message>
        <message>
            <source>Where the head is turned, not what goes on in it.</source>
            <translation>Wohin der Kopf gewandt ist, nicht was in ihm vorgeht.</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>Einstellungen …</translation>
        </message>
        <message>
            <source>Use the shipped network</source>
            <translation>Mitgeliefertes Netz nehmen</translation>
        </message>
        <message>
            <source>Arrow keys choose a face.</source>
            <translation>Pfeiltasten wählen ein Gesicht.</translation>
        </message>
        <message>
            <source>Live picture</source>
            <translation>Live-Bild</translation>
        </message>
        <message>
            <source>Behind this page Poise goes on reading: {source}.</source>
            <translation>Hinter dieser Seite liest Poise weiter: {source}.</translation>
        </message>
        <message>
            <source>What Poise is, and is not</source>
            <translation>Was Poise ist, und was nicht</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>Quelle</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>On the picture</source>
            <translation>Im Bild</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <source>Other programs</source>
            <translation>Andere Programme</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <source>&amp;Source</source>
            <translation>&amp;Quelle</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>&amp;Show</source>
            <translation>&amp;Zeigen</translation>
        </message>
        <message>
            <source>Open file…</source>
            <translation>Datei öffnen …</translation>
        </message>
        <message>
            <source>Open address…</source>
            <translation>Adresse öffnen …</translation>
        </message>
        <message>
            <source>Choose source…</source>
            <translation>Quelle wählen …</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <source>Snapshot</source>
            <translation>Schnappschuss</translation>
        </message>
        <message>
            <source>Back 5 s</source>
            <translation>5 s zurück</translation>
        </message>
        <message>
            <source>Forward 5 s</source>
            <translation>5 s vor</translation>
        </message>
        <message>
            <source>Repeat the file</source>
            <translation>Datei wiederholen</translation>
        </message>
        <message>
            <source>Mirror</source>
            <translation>Spiegeln</translation>
        </message>
        <message>
            <source>Emotion</source>
            <translation>Emotion</translation>
        </message>
        <message>
            <source>Strongest emotions as bars</source>
            <translation>Stärkste Emotionen als Balken</translation>
        </message>
        <message>
            <source>Angles</source>
            <translation>Winkel</translation>
        </message>
        <message>
            <source>Axes</source>
            <translation>Achsen</translation>
        </message>
        <message>
            <source>Gender</source>
            <translation>Geschlecht</translation>
        </message>
        <message>
            <source>Numbers of the faces</source>
            <translation>Nummern der Gesichter</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>Größere Schrift</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>Kleinere Schrift</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>Readings</source>
            <translation>Messwerte</translation>
        </message>
        <message>
            <source>Poise will keep what it reads of every face in the picture (emotion, head pose, attention, perceived gender), moment by moment, and the picture as a video only where you ask for it. It lies in a folder that you choose, in files that you alone can read, and is sent nowhere; delete the folder, and it is gone. Who is recorded must know and agree. Do not use it on people at work or in education: the EU AI Act forbids it in Article 5(1)(f), except for medical or safety reasons.</source>
            <translation>Poise bewahrt auf, was es von jedem Gesicht im Bild liest (Emotion, Kopfhaltung, Aufmerksamkeit, wahrgenommenes Geschlecht), Augenblick für Augenblick, und das Bild als Video nur, wo Sie das wünschen. Es liegt in einem Ordner, den Sie wählen, in Dateien, die nur Sie lesen können, und wird nirgendwohin gesendet; löschen Sie den Ordner, und es ist fort. Wer aufgezeichnet wird, muss es wissen und zustimmen. Verwenden Sie es nicht bei Menschen am Arbeitsplatz oder in der Bildung: die KI-Verordnung der EU verbietet es in Artikel 5(1)(f), außer aus medizinischen Gründen oder Sicherheitsgründen.</translation>
        </message>
        <message>
            <source>There is something in the folder {name} already; choose another name, or add --overwrite, which gives the older folder another name.</source>
            <translation>Im Ordner {name} liegt schon etwas; wählen Sie einen anderen Namen oder fügen Sie --overwrite an, das dem älteren Ordner einen anderen Namen gibt.</translation>
        </message>
        <message>
            <source>The folder {name} cannot be made ({reason}); choose another place.</source>
            <translation>Der Ordner {name} lässt sich nicht anlegen ({reason}); wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>{name} is a file; give the name of a folder to record into.</source>
            <translation>{name} ist eine Datei; geben Sie den Namen eines Ordners für die Aufzeichnung an.</translation>
        </message>
        <message>
            <source>Another recording has begun in {name} at this moment; choose another name.</source>
            <translation>In {name} hat in diesem Augenblick eine andere Aufzeichnung begonnen; wählen Sie einen anderen Namen.</translation>
        </message>
        <message>
            <source>There is too little room left for a recording in {name}; free some disk space or choose another place.</source>
            <translation>In {name} ist zu wenig Platz für eine Aufzeichnung; schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>The recording has ended, because the disk is nearly full; it is whole, in {name}.</source>
            <translation>Die Aufzeichnung ist beendet, weil die Platte fast voll ist; sie liegt vollständig in {name}.</translation>
        </message>
        <message>
            <source>The recording has ended, because the disk is full; what it has until then is in {name}.</source>
            <translation>Die Aufzeichnung ist beendet, weil die Platte voll ist; was sie bis dahin hat, liegt in {name}.</translation>
        </message>
        <message>
            <source>The recording has ended: its folder {name} was removed, and with it what it held.</source>
            <translation>Die Aufzeichnung ist beendet: Ihr Ordner {name} wurde entfernt, und mit ihm, was darin lag.</translation>
        </message>
        <message>
            <source>The recording has ended: what lay in {name} was removed, and with it what it held.</source>
            <translation>Die Aufzeichnung ist beendet: Was in {name} lag, wurde entfernt, und damit der Inhalt.</translation>
        </message>
        <message>
            <source>The recording has ended ({reason}); what it has until then is in {name}.</source>
            <translation>Die Aufzeichnung ist beendet ({reason}); was sie bis dahin hat, liegt in {name}.</translation>
        </message>
        <message>
            <source>The recording ended unexpectedly.</source>
            <translation>Die Aufzeichnung endete unerwartet.</translation>
        </message>
        <message>
            <source>{reason} The numbers are recorded on.</source>
            <translation>{reason} Die Zahlen werden weiter aufgezeichnet.</translation>
        </message>
        <message>
            <source>{reason} All rows are in the folder {name}.</source>
            <translation>{reason} Alle Zeilen liegen im Ordner {name}.</translation>
        </message>
        <message>
            <source>A recording's video needs the package av, which is not here; record without the video, or start Poise from its source with run.py.</source>
            <translation>Das Video einer Aufzeichnung braucht das Paket av, das hier fehlt; zeichnen Sie ohne Video auf, oder starten Sie Poise mit run.py aus dem Quelltext.</translation>
        </message>
        <message>
            <source>Before anything is kept</source>
            <translation>Bevor etwas aufbewahrt wird</translation>
        </message>
        <message>
            <source>I agree</source>
            <translation>Ich stimme zu</translation>
        </message>
        <message>
            <source>Marker {number}</source>
            <translation>Marke {number}</translation>
        </message>
        <message>
            <source>Marker</source>
            <translation>Marke</translation>
        </message>
        <message>
            <source>Text of the marker</source>
            <translation>Text der Marke</translation>
        </message>
        <message>
            <source>Set it</source>
            <translation>Setzen</translation>
        </message>
        <message>
            <source>Nothing is being recorded; F9 begins a recording.</source>
            <translation>Es wird nichts aufgezeichnet; F9 beginnt eine Aufzeichnung.</translation>
        </message>
        <message>
            <source>{name}, at {time}</source>
            <translation>{name}, bei {time}</translation>
        </message>
        <message>
            <source>A recording runs: its time, and its size on the disk.</source>
            <translation>Eine Aufzeichnung läuft: ihre Zeit und ihre Größe auf der Platte.</translation>
        </message>
        <message>
            <source>End the recording</source>
            <translation>Aufzeichnung beenden</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>Aufzeichnen</translation>
        </message>
        <message>
            <source>Poise, recording</source>
            <translation>Poise, Aufzeichnung läuft</translation>
        </message>
        <message>
            <source>The recording has ended</source>
            <translation>Die Aufzeichnung ist beendet</translation>
        </message>
        <message>
            <source>Recorded {time} into {folder}</source>
            <translation>{time} aufgezeichnet in {folder}</translation>
        </message>
        <message>
            <source>Completing the recording…</source>
            <translation>Aufzeichnung wird abgeschlossen…</translation>
        </message>
        <message>
            <source>{size} MB</source>
            <translation>{size} MB</translation>
        </message>
        <message>
            <source>Recording {time}, {size}</source>
            <translation>Aufzeichnung {time}, {size}</translation>
        </message>
        <message>
            <source>Folder for recordings</source>
            <translation>Ordner für Aufzeichnungen</translation>
        </message>
        <message>
            <source>Keep the picture too, as a video with the readings drawn in</source>
            <translation>Auch das Bild aufbewahren, als Video mit eingezeichneten Werten</translation>
        </message>
        <message>
            <source>Hide the faces in it</source>
            <translation>Die Gesichter darin verbergen</translation>
        </message>
        <message>
            <source>Faces that are found become coarse squares; one that is missed can be seen.</source>
            <translation>Gefundene Gesichter werden zu groben Quadraten; ein übersehenes ist zu sehen.</translation>
        </message>
        <message>
            <source>Start recording</source>
            <translation>Aufzeichnung beginnen</translation>
        </message>
        <message>
            <source>Emotions, head pose and attention of every face are kept as numbers, moment by moment, with markers (key K) and gaps.</source>
            <translation>Emotionen, Kopfhaltung und Aufmerksamkeit jedes Gesichts werden als Zahlen aufbewahrt, Augenblick für Augenblick, mit Marken (Taste K) und Lücken.</translation>
        </message>
        <message>
            <source>Into a new folder in</source>
            <translation>In einen neuen Ordner in</translation>
        </message>
        <message>
            <source>This folder cannot be used.</source>
            <translation>Dieser Ordner ist nicht brauchbar.</translation>
        </message>
        <message>
            <source>{size} GB are free there. An hour takes about {numbers} MB, with the video about {video} MB.</source>
            <translation>{size} GB sind dort frei. Eine Stunde braucht etwa {numbers} MB, mit Video etwa {video} MB.</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufzeichnung</translation>
        </message>
        <message>
            <source>Set a marker</source>
            <translation>Marke setzen</translation>
        </message>
        <message>
            <source>Set a marker with a text…</source>
            <translation>Marke mit Text setzen…</translation>
        </message>
        <message>
            <source>Live output…</source>
            <translation>Live-Ausgabe …</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>Vollbild</translation>
        </message>
        <message>
            <source>Leave full screen</source>
            <translation>Vollbild beenden</translation>
        </message>
        <message>
            <source>Demonstration</source>
            <translation>Vorführung</translation>
        </message>
        <message>
            <source>Window with the picture alone</source>
            <translation>Fenster nur mit dem Bild</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Choose a camera</source>
            <translation>Kamera wählen</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Analyse</source>
            <translation>Auswerten</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>Ansehen</translation>
        </message>
        <message>
            <source>Workspaces</source>
            <translation>Arbeitsbereiche</translation>
        </message>
        <message>
            <source>Workspace {name}</source>
            <translation>Arbeitsbereich {name}</translation>
        </message>
        <message>
            <source>There is nothing at {name}; check the path.</source>
            <translation>Bei {name} liegt nichts; bitte den Pfad prüfen.</translation>
        </message>
        <message>
            <source>{name} cannot be opened ({reason}); choose another.</source>
            <translation>{name} lässt sich nicht öffnen ({reason}); bitte etwas anderes wählen.</translation>
        </message>
        <message>
            <source>{name} cannot be read ({reason}); it is damaged, cut off or of another kind.</source>
            <translation>{name} lässt sich nicht lesen ({reason}); es ist beschädigt, abgeschnitten oder von anderer Art.</translation>
        </message>
        <message>
            <source>{name} is no table that Poise reads; open one in {kinds} or the folder of a recording.</source>
            <translation>{name} ist keine Tabelle, die Poise liest; bitte eine in {kinds} oder den Ordner einer Aufnahme öffnen.</translation>
        </message>
        <message>
            <source>{name} has no rows, so there is nothing to review.</source>
            <translation>{name} hat keine Zeilen, also gibt es nichts anzusehen.</translation>
        </message>
        <message>
            <source>{name} holds no readings; the recording ended before its first second.</source>
            <translation>{name} enthält keine Messwerte; die Aufnahme endete vor ihrer ersten Sekunde.</translation>
        </message>
        <message>
            <source>{name} has no column {column}, so it is no table of Poise; open one that `poise analyze` or a recording wrote.</source>
            <translation>{name} hat keine Spalte {column}, ist also keine Tabelle von Poise; bitte eine öffnen, die `poise analyze` oder eine Aufnahme geschrieben hat.</translation>
        </message>
        <message>
            <source>{name} was recorded with another version of Poise (its form is {form}, this program reads {known}); open it with a newer Poise.</source>
            <translation>{name} wurde mit einer anderen Version von Poise aufgenommen (ihre Form ist {form}, dieses Programm liest {known}); bitte mit einem neueren Poise öffnen.</translation>
        </message>
        <message>
            <source>{name} is missing or damaged, so the recording says nothing of itself.</source>
            <translation>{name} fehlt oder ist beschädigt, deshalb sagt die Aufnahme nichts über sich selbst.</translation>
        </message>
        <message>
            <source>This recording was cut off or is still going on; what was kept is shown.</source>
            <translation>Diese Aufnahme wurde abgebrochen oder läuft noch; gezeigt wird, was gesichert ist.</translation>
        </message>
        <message>
            <source>{name} names no table format; end its name in {kinds}.</source>
            <translation>{name} nennt kein Tabellenformat; der Name muss auf {kinds} enden.</translation>
        </message>
        <message>
            <source>Marker: {name}</source>
            <translation>Marke: {name}</translation>
        </message>
        <message>
            <source>There is no further marker.</source>
            <translation>Es gibt keine weitere Marke.</translation>
        </message>
        <message>
            <source>Export the range as a table</source>
            <translation>Bereich als Tabelle ausgeben</translation>
        </message>
        <message>
            <source>Tables ({patterns})</source>
            <translation>Tabellen ({patterns})</translation>
        </message>
        <message>
            <source>Heads at the recorded angles</source>
            <translation>Köpfe in den aufgenommenen Winkeln</translation>
        </message>
        <message>
            <source>{name} is what is being read; choose another name.</source>
            <translation>{name} wird gerade gelesen; bitte einen anderen Namen wählen.</translation>
        </message>
        <message>
            <source>Nobody was seen in this range, so there is nothing to export.</source>
            <translation>In diesem Bereich war niemand zu sehen, also gibt es nichts auszugeben.</translation>
        </message>
        <message>
            <source>{count} rows exported to {name}</source>
            <translation>{count} Zeilen ausgegeben nach {name}</translation>
        </message>
        <message>
            <source>Open the folder of a recording</source>
            <translation>Ordner einer Aufnahme öffnen</translation>
        </message>
        <message>
            <source>Tables ({patterns});;All files (*)</source>
            <translation>Tabellen ({patterns});;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Open a table</source>
            <translation>Tabelle öffnen</translation>
        </message>
        <message>
            <source>Review a recording</source>
            <translation>Eine Aufnahme ansehen</translation>
        </message>
        <message>
            <source>Open or drop the folder of a recording, or a table that poise analyze wrote: play it, compare two faces, choose a range, and export it.</source>
            <translation>Den Ordner einer Aufnahme oder eine Tabelle von poise analyze öffnen oder hierher ziehen: abspielen, zwei Gesichter vergleichen, einen Bereich wählen und ausgeben.</translation>
        </message>
        <message>
            <source>Input of the table</source>
            <translation>Eingabe der Tabelle</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Picture of the recording</source>
            <translation>Bild der Aufnahme</translation>
        </message>
        <message>
            <source>Face</source>
            <translation>Gesicht</translation>
        </message>
        <message>
            <source>Compare with</source>
            <translation>Vergleichen mit</translation>
        </message>
        <message>
            <source>Nobody</source>
            <translation>Niemand</translation>
        </message>
        <message>
            <source>Nobody was seen</source>
            <translation>Niemand war zu sehen</translation>
        </message>
        <message>
            <source>{name} does not exist; check the name.</source>
            <translation>{name} gibt es nicht; bitte den Namen prüfen.</translation>
        </message>
        <message>
            <source>The folder {name} holds no picture or video; check the name.</source>
            <translation>Der Ordner {name} enthält kein Bild und kein Video; bitte den Namen prüfen.</translation>
        </message>
        <message>
            <source>The folder {name} cannot be read ({reason}); check that you may read it.</source>
            <translation>Der Ordner {name} lässt sich nicht lesen ({reason}); bitte die Rechte prüfen.</translation>
        </message>
        <message>
            <source>{name} is neither a file nor a folder; copy what it gives into a file first.</source>
            <translation>{name} ist weder eine Datei noch ein Ordner; bitte zuerst in eine Datei kopieren, was es liefert.</translation>
        </message>
        <message>
            <source>{name} cannot be read ({reason}); check that it is there.</source>
            <translation>{name} lässt sich nicht lesen ({reason}); bitte prüfen, ob es noch da ist.</translation>
        </message>
        <message>
            <source>{name} holds no frames; check that it is a picture or a video.</source>
            <translation>{name} enthält keine Bilder; bitte prüfen, ob es ein Bild oder ein Video ist.</translation>
        </message>
        <message>
            <source>No face was found in {name}; check that one is in view.</source>
            <translation>In {name} wurde kein Gesicht gefunden; bitte prüfen, ob eines zu sehen ist.</translation>
        </message>
        <message>
            <source>{count} frame read, {found} with a face</source>
            <translation>{count} Bild gelesen, {found} mit einem Gesicht</translation>
        </message>
        <message>
            <source>{count} frames read, {found} with a face</source>
            <translation>{count} Bilder gelesen, {found} mit einem Gesicht</translation>
        </message>
        <message>
            <source>Kind of table</source>
            <translation>Art der Tabelle</translation>
        </message>
        <message>
            <source>Where the tables go</source>
            <translation>Wohin die Tabellen kommen</translation>
        </message>
        <message>
            <source>Beside the files</source>
            <translation>Neben die Dateien</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>Ordner wählen…</translation>
        </message>
        <message>
            <source>Videos with readings</source>
            <translation>Videos mit Messwerten</translation>
        </message>
        <message>
            <source>A copy of each video with the readings drawn in, beside its table.</source>
            <translation>Eine Kopie jedes Videos mit eingezeichneten Messwerten, neben seiner Tabelle.</translation>
        </message>
        <message>
            <source>Cancel {name}</source>
            <translation>{name} abbrechen</translation>
        </message>
        <message>
            <source>Take off the list</source>
            <translation>Von der Liste nehmen</translation>
        </message>
        <message>
            <source>Review {name}</source>
            <translation>{name} ansehen</translation>
        </message>
        <message>
            <source>Show {name} in its folder</source>
            <translation>{name} im Ordner zeigen</translation>
        </message>
        <message>
            <source>Progress of {name}</source>
            <translation>Fortschritt von {name}</translation>
        </message>
        <message>
            <source>Waits</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>Has not been read on for {seconds} s; cancel it to go on with the others.</source>
            <translation>Seit {seconds} s nicht weitergelesen; brechen Sie ab, damit es mit den anderen weitergeht.</translation>
        </message>
        <message>
            <source>Is read: {share}</source>
            <translation>Wird gelesen: {share}</translation>
        </message>
        <message>
            <source>Cancelled; nothing was kept of it.</source>
            <translation>Abgebrochen; nichts davon wurde behalten.</translation>
        </message>
        <message>
            <source>Add files…</source>
            <translation>Dateien hinzufügen…</translation>
        </message>
        <message>
            <source>Add folder…</source>
            <translation>Ordner hinzufügen…</translation>
        </message>
        <message>
            <source>Cancel all</source>
            <translation>Alle abbrechen</translation>
        </message>
        <message>
            <source>Clear what is done</source>
            <translation>Fertiges entfernen</translation>
        </message>
        <message>
            <source>Files to analyse</source>
            <translation>Dateien zum Auswerten</translation>
        </message>
        <message>
            <source>A folder to analyse</source>
            <translation>Ein Ordner zum Auswerten</translation>
        </message>
        <message>
            <source>Drop pictures, videos or folders here. Each video, and all pictures of a folder together, become a table with one row for each face and frame, beside the files or where you choose.</source>
            <translation>Bilder, Videos oder Ordner hierher ziehen. Aus jedem Video, und aus allen Bildern eines Ordners zusammen, wird eine Tabelle mit einer Zeile je Gesicht und Bild, neben den Dateien oder wo Sie wollen.</translation>
        </message>
        <message>
            <source>Analyse files</source>
            <translation>Dateien auswerten</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>Ergebnisse</translation>
        </message>
        <message>
            <source>{start} to {end}  ({length})</source>
            <translation>{start} bis {end}  ({length})</translation>
        </message>
        <message>
            <source>Shares of {length} recorded</source>
            <translation>Anteile an {length} Aufnahme</translation>
        </message>
        <message>
            <source>without gaps of {length}</source>
            <translation>ohne Lücken von {length}</translation>
        </message>
        <message>
            <source>FACE</source>
            <translation>GESICHT</translation>
        </message>
        <message>
            <source>COMPARE WITH</source>
            <translation>VERGLEICHEN MIT</translation>
        </message>
        <message>
            <source>RANGE</source>
            <translation>BEREICH</translation>
        </message>
        <message>
            <source>TIME BY EMOTION</source>
            <translation>ZEIT NACH EMOTION</translation>
        </message>
        <message>
            <source>TIME BY ATTENTION</source>
            <translation>ZEIT NACH AUFMERKSAMKEIT</translation>
        </message>
        <message>
            <source>Faces and the chosen range</source>
            <translation>Gesichter und der gewählte Bereich</translation>
        </message>
        <message>
            <source>median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>90% of the time</source>
            <translation>90 % der Zeit</translation>
        </message>
        <message>
            <source>Not judged</source>
            <translation>Nicht beurteilt</translation>
        </message>
        <message>
            <source>Facing</source>
            <translation>Zugewandt</translation>
        </message>
        <message>
            <source>Away</source>
            <translation>Abgewandt</translation>
        </message>
        <message>
            <source>Absent</source>
            <translation>Abwesend</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>Unbekannt</translation>
        </message>
        <message>
            <source>Face {number}  ({start} to {end})</source>
            <translation>Gesicht {number}  ({start} bis {end})</translation>
        </message>
        <message>
            <source>Open recording…</source>
            <translation>Aufnahme öffnen…</translation>
        </message>
        <message>
            <source>The source began again in the course of this recording, so one number may stand for two faces.</source>
            <translation>Die Quelle begann im Lauf dieser Aufnahme von vorn, deshalb kann eine Nummer für zwei Gesichter stehen.</translation>
        </message>
        <message>
            <source>Open the newest recording</source>
            <translation>Neueste Aufnahme öffnen</translation>
        </message>
        <message>
            <source>Newest recording</source>
            <translation>Neueste Aufnahme</translation>
        </message>
        <message>
            <source>There is no recording in {folder} yet; F9 begins one.</source>
            <translation>In {folder} gibt es noch keine Aufnahme; F9 beginnt eine.</translation>
        </message>
        <message>
            <source>Open table…</source>
            <translation>Tabelle öffnen…</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>Abspielen</translation>
        </message>
        <message>
            <source>Next marker</source>
            <translation>Nächste Marke</translation>
        </message>
        <message>
            <source>Previous marker</source>
            <translation>Vorige Marke</translation>
        </message>
        <message>
            <source>Begin the range here</source>
            <translation>Bereich hier beginnen</translation>
        </message>
        <message>
            <source>End the range here</source>
            <translation>Bereich hier beenden</translation>
        </message>
        <message>
            <source>Range: everything</source>
            <translation>Bereich: alles</translation>
        </message>
        <message>
            <source>Zoom to the range</source>
            <translation>Auf den Bereich zoomen</translation>
        </message>
        <message>
            <source>Export range…</source>
            <translation>Bereich ausgeben…</translation>
        </message>
        <message>
            <source>Charts of the recording</source>
            <translation>Diagramme der Aufnahme</translation>
        </message>
        <message>
            <source>Place in the recording</source>
            <translation>Stelle in der Aufnahme</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Tempo</translation>
        </message>
        <message>
            <source>How fast it is played</source>
            <translation>Wie schnell abgespielt wird</translation>
        </message>
        <message>
            <source>Close this notice</source>
            <translation>Hinweis schließen</translation>
        </message>
        <message>
            <source>No camera was found, so this is the demo clip: a public-domain portrait, set in motion.</source>
            <translation>Keine Kamera gefunden, darum läuft der Demo-Clip: ein gemeinfreies Porträt, in Bewegung gesetzt.</translation>
        </message>
        <message>
            <source>This is the demo clip: a public-domain portrait, set in motion.</source>
            <translation>Dies ist der Demo-Clip: ein gemeinfreies Porträt, in Bewegung gesetzt.</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>Choose source</source>
            <translation>Quelle wählen</translation>
        </message>
        <message>
            <source>{name} (choose source: Ctrl+K)</source>
            <translation>{name} (Quelle wählen: Strg+K)</translation>
        </message>
        <message>
            <source>Source: {name}</source>
            <translation>Quelle: {name}</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>What is analysed</source>
            <translation>Was analysiert wird</translation>
        </message>
        <message>
            <source>For every face in the picture: the expression as one of eight emotions, the pose of the head, and the gender that the face is perceived as.</source>
            <translation>Für jedes Gesicht im Bild: der Ausdruck als eine von acht Emotionen, die Haltung des Kopfes und das Geschlecht, als das das Gesicht wahrgenommen wird.</translation>
        </message>
        <message>
            <source>It stays on this device</source>
            <translation>Es bleibt auf diesem Gerät</translation>
        </message>
        <message>
            <source>All of it runs on this device. No picture is sent anywhere, and nothing is stored, except for your settings and the snapshots that you save yourself. Readings go to other programs only if you start that and agree.</source>
            <translation>Alles läuft auf diesem Gerät. Kein Bild wird irgendwohin gesendet, und nichts wird gespeichert, außer Ihren Einstellungen und den Schnappschüssen, die Sie selbst sichern. Messwerte gehen nur an andere Programme, wenn Sie das starten und zustimmen.</translation>
        </message>
        <message>
            <source>It is an estimate</source>
            <translation>Es ist eine Schätzung</translation>
        </message>
        <message>
            <source>Poise estimates what an expression looks like, not what a person feels. It errs, and not equally often for all people. Base no decision about a person on it. The bundled network is for research and demonstration.</source>
            <translation>Poise schätzt, wonach ein Ausdruck aussieht, nicht, was ein Mensch fühlt. Es irrt sich, und nicht bei allen Menschen gleich oft. Gründen Sie keine Entscheidung über einen Menschen darauf. Das mitgelieferte Netz ist für Forschung und Vorführung.</translation>
        </message>
        <message>
            <source>What it must not be used for</source>
            <translation>Wofür es nicht benutzt werden darf</translation>
        </message>
        <message>
            <source>Do not infer emotions of people at work or in education: the EU AI Act forbids it in Article 5(1)(f), except for medical or safety reasons.</source>
            <translation>Schließen Sie nicht auf Emotionen von Menschen bei der Arbeit oder in der Ausbildung: Die KI-Verordnung der EU verbietet es in Artikel 5(1)(f), außer aus medizinischen oder Sicherheitsgründen.</translation>
        </message>
        <message>
            <source>Tell the people who are seen</source>
            <translation>Sagen Sie es den Menschen im Bild</translation>
        </message>
        <message>
            <source>Whoever is seen by the camera must be told that emotions and gender are being estimated: Article 50(3) of the EU AI Act.</source>
            <translation>Wer von der Kamera gesehen wird, muss erfahren, dass Emotionen und Geschlecht geschätzt werden: Artikel 50(3) der KI-Verordnung der EU.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>I understand, start</source>
            <translation>Verstanden, starten</translation>
        </message>
        <message>
            <source>Withdraw consent and quit</source>
            <translation>Zustimmung zurückziehen und beenden</translation>
        </message>
        <message>
            <source>Before you start</source>
            <translation>Bevor Sie beginnen</translation>
        </message>
        <message>
            <source>What Poise is</source>
            <translation>Was Poise ist</translation>
        </message>
        <message>
            <source>Welcome to Poise</source>
            <translation>Willkommen bei Poise</translation>
        </message>
        <message>
            <source>{name}: the text</source>
            <translation>{name}: der Text</translation>
        </message>
        <message>
            <source>No face</source>
            <translation>Kein Gesicht</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Wird geladen …</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Pause</translation>
        </message>
        <message>
            <source>No new picture for {age} s</source>
            <translation>Seit {age} s kein neues Bild</translation>
        </message>
        <message>
            <source>Nothing read for {age} s</source>
            <translation>Seit {age} s nichts gelesen</translation>
        </message>
        <message>
            <source>Loading the network…</source>
            <translation>Das Netz wird geladen …</translation>
        </message>
        <message>
            <source>No face in the picture</source>
            <translation>Kein Gesicht im Bild</translation>
        </message>
        <message>
            <source>Choose a face to the side</source>
            <translation>Gesicht daneben wählen</translation>
        </message>
        <message>
            <source>Choose a face</source>
            <translation>Gesicht wählen</translation>
        </message>
        <message>
            <source>Click</source>
            <translation>Klick</translation>
        </message>
        <message>
            <source>Tab goes from one control to the next, Space presses it.</source>
            <translation>Tab geht von einem Bedienelement zum nächsten, die Leertaste drückt es.</translation>
        </message>
        <message>
            <source>Camera</source>
            <translation>Kamera</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Stream</source>
            <translation>Strom</translation>
        </message>
        <message>
            <source>Frames a second that the source delivers, and their size</source>
            <translation>Bilder je Sekunde, die die Quelle liefert, und ihre Größe</translation>
        </message>
        <message>
            <source>Frames a second that are analysed, and the time for one</source>
            <translation>Bilder je Sekunde, die analysiert werden, und die Zeit für eines</translation>
        </message>
        <message>
            <source>From a frame captured to that frame painted: half, and 95 of 100, are faster</source>
            <translation>Von der Aufnahme eines Bildes, bis es gezeichnet ist: die Hälfte, und 95 von 100, sind schneller</translation>
        </message>
        <message>
            <source>Frames that a newer one overtook since the start</source>
            <translation>Bilder, die seit dem Start von einem neueren überholt wurden</translation>
        </message>
        <message>
            <source>Where the network runs, and why there</source>
            <translation>Wo das Netz läuft, und warum dort</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source> at {width} × {height}</source>
            <translation> mit {width} × {height}</translation>
        </message>
        <message>
            <source>Analysis {rate}</source>
            <translation>Analyse {rate}</translation>
        </message>
        <message>
            <source>Latency {median} (95%: {slowest})</source>
            <translation>Verzug {median} (95 %: {slowest})</translation>
        </message>
        <message>
            <source>Dropped {count}</source>
            <translation>Ausgelassen {count}</translation>
        </message>
        <message>
            <source>Device {name}, {time} ms a face</source>
            <translation>Gerät {name}, {time} ms je Gesicht</translation>
        </message>
        <message>
            <source>The network runs on {name}: {reason}.</source>
            <translation>Das Netz läuft auf {name}: {reason}.</translation>
        </message>
        <message>
            <source>{rate} fps</source>
            <translation>{rate} Bilder/s</translation>
        </message>
        <message>
        <source>The baseline {name} was taken with the network {network}, and this is {other}; take it anew, or go without.</source>
        <translation>Die Grundlinie {name} wurde mit dem Netz {network} aufgenommen, und dies ist {other}; nehmen Sie sie neu auf, oder lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>The face has not rested for long enough; take the baseline again.</source>
        <translation>Das Gesicht hat nicht lange genug geruht; nehmen Sie die Grundlinie noch einmal auf.</translation>
    </message>
    <message>
        <source>There is no baseline named {name}; there are: {names}.</source>
        <translation>Es gibt keine Grundlinie namens {name}; es gibt: {names}.</translation>
    </message>
    <message>
        <source>There is no baseline named {name}; there is none yet; take one in the window (Ctrl+B).</source>
        <translation>Es gibt keine Grundlinie namens {name}; noch gibt es gar keine; nehmen Sie im Fenster eine auf (Strg+B).</translation>
    </message>
    <message>
        <source>There is a baseline named {name} already; delete it or choose another name.</source>
        <translation>Es gibt schon eine Grundlinie namens {name}; löschen Sie sie, oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The baseline could not be kept in {name} ({reason}); check that the folder can be written.</source>
        <translation>Die Grundlinie ließ sich nicht in {name} ablegen ({reason}); prüfen Sie, ob der Ordner beschreibbar ist.</translation>
    </message>
    <message>
        <source>{name} could not be deleted ({reason}); delete it yourself.</source>
        <translation>{name} ließ sich nicht löschen ({reason}); löschen Sie es selbst.</translation>
    </message>
    <message>
        <source>A baseline needs a name of 1 to {count} letters that can be shown; give another.</source>
        <translation>Eine Grundlinie braucht einen Namen aus 1 bis {count} darstellbaren Zeichen; geben Sie einen anderen an.</translation>
    </message>
    <message>
        <source>The baseline {name} cannot be used ({reason}); delete it and take it anew.</source>
        <translation>Die Grundlinie {name} ist nicht brauchbar ({reason}); löschen Sie sie und nehmen Sie sie neu auf.</translation>
    </message>
    <message>
        <source>One face counts from its own neutral; Ctrl+B takes and chooses a baseline.</source>
        <translation>Ein Gesicht zählt von seiner eigenen Ruhelage an; Strg+B nimmt eine Grundlinie auf und wählt sie.</translation>
    </message>
    <message>
        <source>Baselines</source>
        <translation>Grundlinien</translation>
    </message>
    <message>
        <source>Measure from the baseline that is marked</source>
        <translation>Von der markierten Grundlinie an messen</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>Diese verwenden</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Take a new one…</source>
        <translation>Neue aufnehmen…</translation>
    </message>
    <message>
        <source>There is none yet. A baseline is measured once, and then your readings count from it.</source>
        <translation>Noch gibt es keine. Eine Grundlinie wird einmal gemessen, und dann zählen Ihre Werte von ihr an.</translation>
    </message>
    <message>
        <source>of another network, cannot be used with this one</source>
        <translation>von einem anderen Netz, mit diesem nicht verwendbar</translation>
    </message>
    <message>
        <source>Delete a baseline</source>
        <translation>Grundlinie löschen</translation>
    </message>
    <message>
        <source>Delete the baseline {name}? It cannot be brought back.</source>
        <translation>Die Grundlinie {name} löschen? Sie lässt sich nicht zurückholen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Faces differ at rest. From a baseline your head counts as straight when it is as you sit, and what your face shows at rest anyway is taken from the emotions. Raw values stay beside it.</source>
        <translation>Gesichter unterscheiden sich in Ruhe. Von einer Grundlinie an gilt Ihr Kopf als gerade, wenn Sie sitzen wie immer, und was Ihr Gesicht ohnehin zeigt, wird von den Emotionen abgezogen. Die Rohwerte bleiben daneben stehen.</translation>
    </message>
    <message>
        <source>Measured from the baseline {name}</source>
        <translation>Gemessen von der Grundlinie {name} an</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>One face is in the picture</source>
        <translation>Ein Gesicht ist im Bild</translation>
    </message>
    <message>
        <source>Near, sharp and in good light</source>
        <translation>Nah, scharf und gut beleuchtet</translation>
    </message>
    <message>
        <source>Turned to the screen</source>
        <translation>Dem Bildschirm zugewandt</translation>
    </message>
    <message>
        <source>At rest</source>
        <translation>In Ruhe</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Measure from the baseline</source>
        <translation>Von der Grundlinie an messen</translation>
    </message>
    <message>
        <source>Baselines…</source>
        <translation>Grundlinien…</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Grundlinie</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Waiting for a picture.</source>
        <translation>Warten auf ein Bild.</translation>
    </message>
    <message>
        <source>Ready when you are.</source>
        <translation>Bereit, sobald Sie es sind.</translation>
    </message>
    <message>
        <source>It begins anew.</source>
        <translation>Es beginnt von vorn.</translation>
    </message>
    <message>
        <source>Stay like this: {seconds} s</source>
        <translation>So bleiben: {seconds} s</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Von vorn beginnen</translation>
    </message>
    <message>
        <source>At rest the network read: {emotions}; {pose}.
From this baseline the same face is neutral {neutral}. If you moved or smiled, take it again.</source>
        <translation>In Ruhe las das Netz: {emotions}; {pose}.
Von dieser Grundlinie an ist dasselbe Gesicht zu {neutral} neutral. Haben Sie sich bewegt oder gelächelt, dann noch einmal.</translation>
    </message>
    <message>
        <source>Take it again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>The network is not loaded yet; wait a moment.</source>
        <translation>Das Netz ist noch nicht geladen; warten Sie einen Moment.</translation>
    </message>
    <message>
        <source>No picture comes. Choose a source, or go on where it is paused.</source>
        <translation>Es kommt kein Bild. Wählen Sie eine Quelle, oder setzen Sie die Wiedergabe fort.</translation>
    </message>
    <message>
        <source>Ten seconds of your face at rest</source>
        <translation>Zehn Sekunden Ihres Gesichts in Ruhe</translation>
    </message>
    <message>
        <source>Sit as you always do and look at the middle of the screen. Mouth closed, nothing to smile or frown at, do not speak. Numbers are kept under a name on this machine, no picture.</source>
        <translation>Sitzen Sie wie immer und blicken Sie auf die Mitte des Bildschirms. Mund geschlossen, kein Lächeln, kein Stirnrunzeln, nicht sprechen. Auf diesem Rechner werden Zahlen unter einem Namen abgelegt, kein Bild.</translation>
    </message>
    <message>
        <source>No face is in the picture. Sit down in front of the camera.</source>
        <translation>Kein Gesicht ist im Bild. Setzen Sie sich vor die Kamera.</translation>
    </message>
    <message>
        <source>Several faces are in the picture. Only the one whose baseline it is may be seen.</source>
        <translation>Mehrere Gesichter sind im Bild. Nur das Gesicht, um das es geht, darf zu sehen sein.</translation>
    </message>
    <message>
        <source>The head is turned aside. Look at the middle of the screen.</source>
        <translation>Der Kopf ist abgewandt. Blicken Sie auf die Mitte des Bildschirms.</translation>
    </message>
    <message>
        <source>The head moves. Hold it still.</source>
        <translation>Der Kopf bewegt sich. Halten Sie ihn still.</translation>
    </message>
    <message>
        <source>The expression changes. Relax, mouth closed, and do not speak.</source>
        <translation>Der Ausdruck ändert sich. Entspannen Sie sich, Mund geschlossen, und sprechen Sie nicht.</translation>
    </message>
    <message>
        <source>Forget everything</source>
        <translation>Alles vergessen</translation>
    </message>
    <message>
        <source>Forget everything…</source>
        <translation>Alles vergessen…</translation>
    </message>
    <message>
        <source>Forget this and end Poise</source>
        <translation>Das vergessen und Poise beenden</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>Und {count} weitere.</translation>
    </message>
    <message>
        <source>It is forgotten.</source>
        <translation>Es ist vergessen.</translation>
    </message>
    <message>
        <source>End Poise</source>
        <translation>Poise beenden</translation>
    </message>
    <message>
        <source>This is what Poise has kept on this machine. What is ticked is deleted.</source>
        <translation>Das hat Poise auf diesem Rechner abgelegt. Was angekreuzt ist, wird gelöscht.</translation>
    </message>
    <message>
        <source>Poise keeps no other files and no cache. Tables, videos and reports that you saved elsewhere are yours to delete. It cannot be undone.</source>
        <translation>Andere Dateien und Zwischenspeicher legt Poise nicht an. Tabellen, Videos und Berichte, die Sie anderswo gespeichert haben, löschen Sie selbst. Es lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>{name}: none</source>
        <translation>{name}: keine</translation>
    </message>
    <message>
        <source>{name}: {count}, {size}</source>
        <translation>{name}: {count}, {size}</translation>
    </message>
    <message>
        <source>Settings, and what you agreed to</source>
        <translation>Einstellungen, und wozu Sie zugestimmt haben</translation>
    </message>
    <message>
        <source>Recordings</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>{number} bytes</source>
        <translation>{number} Bytes</translation>
    </message>
    <message>
        <source>{number} kB</source>
        <translation>{number} kB</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Was abgelegt ist</translation>
    </message>
    <message>
        <source>A recording is going on; end it first.</source>
        <translation>Eine Aufnahme läuft; beenden Sie sie zuerst.</translation>
    </message>
    <message>
        <source>{name} is a link: it goes, and what it leads to is left.</source>
        <translation>{name} ist eine Verknüpfung: sie geht, und worauf sie zeigt, bleibt.</translation>
    </message>
    <message>
        <source>{name} is a link, and nothing behind it was removed; look there yourself.</source>
        <translation>{name} ist eine Verknüpfung, und dahinter wurde nichts gelöscht; sehen Sie dort selbst nach.</translation>
    </message>
    <message>
        <source>{name} was left, because there is something else in it ({names}).</source>
        <translation>{name} blieb, weil noch anderes darin liegt ({names}).</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>Bericht…</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>Bericht schreiben</translation>
    </message>
    <message>
        <source>Pages ({patterns})</source>
        <translation>Seiten ({patterns})</translation>
    </message>
    <message>
        <source>The report is being written…</source>
        <translation>Der Bericht wird geschrieben…</translation>
    </message>
    <message>
        <source>Report written: {name}</source>
        <translation>Bericht geschrieben: {name}</translation>
    </message>
    <message>
        <source>from a baseline</source>
        <translation>von einer Grundlinie an</translation>
    </message>
</context>
</TS>
